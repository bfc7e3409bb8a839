// Polls the service about once a second and hands what it says to the parts of the page.

import { byId, setAttribute, setText, show } from './dom.js';
import { setUpUploads, uploads } from './uploads.js';
import { renderDocuments } from './documents.js';
import { renderPool } from './workers.js';
import { setUpChaos } from './chaos.js';

const INTERVAL = 1000;

async function json(path) {
	const response = await fetch(path, { headers: { Accept: 'application/json' } });
	if (!response.ok && response.status !== 503) {
		throw new Error(`${path} answers ${response.status}`);
	}
	return response.json();
}

async function health() {
	const start = performance.now();
	const { status } = await json('actuator/health');
	const took = Math.max(1, Math.round(performance.now() - start));
	setAttribute(byId('pulse'), 'data-state', status === 'UP' ? 'up' : 'down');
	setText(byId('pulse-text'), `${status === 'UP' ? 'healthy' : status.toLowerCase().replaceAll('_', ' ')} · ${took} ms`);
}

async function documents() {
	await renderDocuments((await json('documents')).documents, uploads());
}

async function pool() {
	renderPool(await json('actuator/pools/render'));
}

async function poll() {
	const results = await Promise.allSettled([health(), documents(), pool()]);
	const failed = results.filter((result) => result.status === 'rejected');
	const gone = failed.length === results.length;
	if (gone) {
		setAttribute(byId('pulse'), 'data-state', 'down');
		setText(byId('pulse-text'), 'no answer');
	}
	setText(byId('banner'), gone ? 'The service does not answer. What you see is its last word; trying again…'
		: failed.map((result) => result.reason.message).join(' · '));
	show(byId('banner'), failed.length > 0);
}

/** A hidden page asks nothing; one that comes back asks at once. */
async function run() {
	if (!document.hidden) {
		await poll();
	}
	setTimeout(run, INTERVAL);
}

async function start() {
	setUpUploads(poll);
	document.addEventListener('visibilitychange', () => document.hidden || poll());
	run();
	const settings = await json('api/settings');
	setText(byId('limits'), `Up to ${Math.floor(settings.maxUploadBytes / 1024 / 1024)} MB and ${settings.maxPages} pages each. `
		+ 'Damaged, encrypted and monstrous ones are welcome.');
	setUpChaos(settings.chaos);
}

start();
