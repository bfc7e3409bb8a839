// Three buttons that cost a worker each.

import { byId, make, problemNote, show } from './dom.js';

export function setUpChaos(enabled) {
	show(byId('chaos'), enabled);
	document.querySelectorAll('[data-chaos]').forEach((button) => button.addEventListener('click', () => run(button)));
}

async function run(button) {
	const result = byId('chaos-result');
	button.disabled = true;
	result.replaceChildren(make('p', { class: 'hint' }, `${button.querySelector('strong').textContent} under way…`));
	try {
		const response = await fetch(`chaos/${button.dataset.chaos}`, { method: 'POST' });
		result.replaceChildren(problemNote(await response.json(), 'warn'));
	}
	catch {
		result.replaceChildren(problemNote({ title: 'No answer', detail: 'The service did not answer. That should not happen.' }));
	}
	button.disabled = false;
}
