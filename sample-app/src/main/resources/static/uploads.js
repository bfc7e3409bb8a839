// Sends files to the service, a few at a time, and remembers those that did not get through.

import { byId, announce, plural } from './dom.js';

const AT_A_TIME = 3;

const waiting = [];

const shown = new Map();

let running = 0;

let counter = 0;

let changed = () => {};

/** The uploads to show: under way, or refused. */
export const uploads = () => [...shown.values()].reverse();

export function dismiss(upload) {
	shown.delete(upload.key);
	changed();
}

export function retry(upload) {
	shown.delete(upload.key);
	submit([upload.file]);
}

export function setUpUploads(onChange) {
	changed = onChange;
	const input = byId('files');
	input.addEventListener('change', () => {
		submit([...input.files]);
		input.value = '';
	});
	setUpDropping();
}

function setUpDropping() {
	const holdsFiles = (event) => [...event.dataTransfer.types].includes('Files');
	let depth = 0;
	const drag = (change) => (event) => {
		if (holdsFiles(event)) {
			event.preventDefault();
			depth = Math.max(0, depth + change);
			document.body.classList.toggle('dragging', depth > 0);
		}
	};
	addEventListener('dragenter', drag(1));
	addEventListener('dragleave', drag(-1));
	addEventListener('dragover', drag(0));
	addEventListener('drop', (event) => {
		drag(-depth)(event);
		if (holdsFiles(event)) {
			submit([...event.dataTransfer.files]);
		}
	});
}

function submit(files) {
	for (const file of files) {
		const upload = { key: `upload-${++counter}`, file, name: file.name, size: file.size, sent: 0, problem: null };
		shown.set(upload.key, upload);
		waiting.push(upload);
	}
	announce(`Uploading ${plural(files.length, 'file')}`);
	pump();
	changed();
}

function pump() {
	while (running < AT_A_TIME && waiting.length > 0) {
		running++;
		send(waiting.shift());
	}
}

/** XMLHttpRequest, because fetch does not tell how much of an upload has been sent. */
function send(upload) {
	const request = new XMLHttpRequest();
	request.upload.addEventListener('progress', (event) => {
		upload.sent = event.lengthComputable ? event.loaded / event.total : 0;
	});
	request.addEventListener('loadend', () => {
		running--;
		if (request.status >= 200 && request.status < 300) {
			shown.delete(upload.key);
		}
		else {
			upload.problem = problemOf(request);
			announce(`${upload.name}: ${upload.problem.title}`);
		}
		pump();
		changed();
	});
	const form = new FormData();
	form.append('file', upload.file);
	request.open('POST', 'documents');
	request.send(form);
}

function problemOf(request) {
	try {
		return { status: request.status, ...JSON.parse(request.responseText) };
	}
	catch {
		return { status: 0, title: 'The upload did not get through', detail: 'The connection was lost. Please try again.' };
	}
}
