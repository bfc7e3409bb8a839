// The list of documents, the newest first, uploads on top.

import { announce, byId, make, numberOf, plural, problemNote, reconcile, setAttribute, setText, show, sizeOf, timeOf } from './dom.js';
import { dismiss, retry } from './uploads.js';
import { openViewer } from './viewer.js';

/** Pages shown before somebody asks for all of them. */
const FEW = 12;

const details = new Map();

const expanded = new Set();

const states = new Map();

export async function renderDocuments(documents, uploads) {
	await Promise.all(documents.filter(isStale).map(load));
	const items = [...uploads.map((upload) => ({ key: upload.key, upload })),
		...documents.map((summary) => ({ key: summary.id, summary }))];
	reconcile(byId('document-list'), items, (item) => item.key, createCard, updateCard);
	forgetAllBut(documents);
	documents.forEach(announceEnd);
	show(byId('no-documents'), items.length === 0);
	setText(byId('document-count'), documents.length > 0 ? summaryOf(documents) : '');
}

const versionOf = ({ state, progress }) => `${state} ${progress.done} ${progress.failed} ${progress.total}`;

const isStale = (summary) => details.get(summary.id)?.version !== versionOf(summary);

async function load(summary) {
	const response = await fetch(summary.links.self);
	if (response.ok) {
		details.set(summary.id, { version: versionOf(summary), document: await response.json() });
	}
}

function forgetAllBut(documents) {
	const ids = new Set(documents.map((summary) => summary.id));
	[details, states].forEach((map) => [...map.keys()].filter((id) => !ids.has(id)).forEach((id) => map.delete(id)));
}

function announceEnd({ id, name, state, progress, problem }) {
	const before = states.get(id);
	states.set(id, state);
	if (before && before !== state && (state === 'done' || state === 'failed')) {
		announce(state === 'done' ? `${name}: ${plural(progress.done, 'page')} done` : `${name}: ${problem?.title}`);
	}
}

function summaryOf(documents) {
	const busy = documents.filter(({ state }) => state === 'queued' || state === 'rendering').length;
	return `${numberOf(documents.length)} in all` + (busy > 0 ? `, ${numberOf(busy)} in progress` : '');
}

function createCard(item) {
	const card = make('li', { class: 'document' },
		make('div', { class: 'document-head' },
			make('div', {}, make('h3'), make('p', { class: 'hint facts' })),
			make('span', { class: 'badge' }),
			make('div', { class: 'actions' })),
		make('progress', { max: 1, value: 0 }),
		make('div', { class: 'problems' }),
		make('div', { class: 'pages' }));
	if (item.summary) {
		addPages(card, item.summary);
		addActions(card, item.summary);
	}
	return card;
}

function addPages(card, { id }) {
	const more = make('button', { type: 'button', class: 'more', hidden: 'hidden' });
	more.addEventListener('click', () => {
		expanded.has(id) ? expanded.delete(id) : expanded.add(id);
		updateCard(card, { summary: details.get(id).document });
	});
	card.append(more);
}

function addActions(card, { name, links }) {
	const text = make('a', { class: 'button text', href: links.text, target: '_blank', 'aria-label': `Text of ${name}` }, 'Text');
	const remove = make('button', { type: 'button', 'aria-label': `Delete ${name}` }, 'Delete');
	remove.addEventListener('click', async () => {
		remove.disabled = true;
		const response = await fetch(links.self, { method: 'DELETE' });
		if (response.ok || response.status === 404) {
			card.remove();
			announce(`${name} deleted`);
			byId('documents').focus();
		}
		remove.disabled = false;
	});
	card.querySelector('.actions').append(text, remove);
}

function updateCard(card, item) {
	item.upload ? updateUpload(card, item.upload) : updateDocument(card, item.summary);
}

function updateUpload(card, upload) {
	setText(card.querySelector('h3'), upload.name);
	setText(card.querySelector('.facts'), sizeOf(upload.size));
	setBadge(card, upload.problem ? 'bad' : 'run', upload.problem ? 'Refused' : `Uploading ${Math.round(upload.sent * 100)} %`);
	show(card.querySelector('progress'), !upload.problem);
	card.querySelector('progress').value = upload.sent;
	const problems = card.querySelector('.problems');
	if (upload.problem && !problems.hasChildNodes()) {
		problems.append(problemNote(upload.problem));
		const again = make('button', { type: 'button' }, 'Try again');
		again.addEventListener('click', () => retry(upload));
		const away = make('button', { type: 'button' }, 'Dismiss');
		away.addEventListener('click', () => dismiss(upload));
		card.querySelector('.actions').append(...(upload.problem.status === 503 || upload.problem.status === 0 ? [again] : []), away);
	}
}

function updateDocument(card, summary) {
	const { id, name, state, progress, problem } = summary;
	const pages = details.get(id)?.document.pages ?? [];
	setText(card.querySelector('h3'), name);
	setText(card.querySelector('.facts'), factsOf(summary));
	setBadge(card, ...badgeOf(summary));
	const bar = card.querySelector('progress');
	show(bar, state === 'rendering');
	setAttribute(bar, 'aria-label', `${progress.done + progress.failed} of ${progress.total} pages`);
	setAttribute(bar, 'value', progress.total > 0 ? (progress.done + progress.failed) / progress.total : null);
	show(card.querySelector('.text'), state === 'done');
	const lost = pages.filter((page) => page.problem);
	reconcile(card.querySelector('.problems'), problem ? [problem] : lost.slice(0, 3).map((page) => page.problem),
		(shown) => shown.instance + shown.detail, (shown) => problemNote(shown, problem ? 'bad' : 'warn'), () => {});
	updatePages(card, summary, pages);
}

function updatePages(card, summary, pages) {
	const total = summary.state === 'failed' ? pages.length : summary.progress.total;
	const limit = expanded.has(summary.id) ? total : Math.min(total, FEW);
	const byNumber = new Map(pages.map((page) => [page.number, page]));
	const tiles = summary.state === 'failed' ? pages.slice(0, limit)
		: Array.from({ length: limit }, (_, index) => byNumber.get(index + 1) ?? { number: index + 1, pending: true });
	const images = pages.filter((page) => page.image);
	reconcile(card.querySelector('.pages'), tiles, (page) => `${page.number}${page.pending ? ' pending' : ''}`,
		(page) => createTile(summary.name, page, images), () => {});
	const more = card.querySelector('.more');
	show(more, total > FEW);
	setText(more, expanded.has(summary.id) ? 'Show fewer pages' : `Show all ${total} pages`);
}

function createTile(name, page, images) {
	const caption = make('figcaption', {}, String(page.number));
	if (page.pending) {
		return make('figure', {}, make('div', { class: 'pending', 'aria-hidden': 'true' }, '···'), caption);
	}
	if (page.problem) {
		const words = `${page.problem.title}: ${page.problem.detail}`;
		return make('figure', {}, make('button', { type: 'button', class: 'lost', title: words, 'aria-label': words }, '!'), caption);
	}
	const button = make('button', { type: 'button', 'aria-label': `Open page ${page.number} of ${name}` },
		make('img', { src: page.image, width: page.width, height: page.height, alt: '', loading: 'lazy', decoding: 'async' }));
	button.addEventListener('click', () => openViewer(name, imagesNow(page, images), page.number));
	return make('figure', {}, button, caption);
}

/** Pages that arrived after the tile was made can be turned to as well. */
function imagesNow(page, images) {
	const now = [...details.values()].map(({ document }) => document.pages)
		.find((pages) => pages.some((other) => other.image === page.image));
	return now ? now.filter((other) => other.image) : images;
}

function setBadge(card, tone, text) {
	const badge = card.querySelector('.badge');
	setAttribute(badge, 'data-tone', tone);
	setText(badge, text);
}

function badgeOf({ state, progress }) {
	switch (state) {
		case 'queued':
			return ['', 'Waiting'];
		case 'rendering':
			return ['run', `Rendering ${progress.done + progress.failed} / ${progress.total}`];
		case 'done':
			return progress.failed > 0 ? ['warn', `Done, ${plural(progress.failed, 'page')} lost`] : ['good', 'Done'];
		default:
			return ['bad', 'Failed'];
	}
}

function factsOf({ size, progress, textLength, created }) {
	return [sizeOf(size), progress.total > 0 ? plural(progress.total, 'page') : null,
		textLength > 0 ? `${plural(textLength, 'character')} of text` : null, timeOf(created)].filter(Boolean).join(' · ');
}
