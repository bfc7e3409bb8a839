// A page in full, in a dialog; arrow keys turn the pages.

import { byId } from './dom.js';

let pages = [];

let index = 0;

let documentName = '';

export function openViewer(name, images, number) {
	documentName = name;
	pages = images;
	index = Math.max(0, images.findIndex((page) => page.number === number));
	turn(0);
	byId('viewer').showModal();
}

function turn(by) {
	index = Math.min(pages.length - 1, Math.max(0, index + by));
	const page = pages[index];
	byId('viewer-title').textContent = `${documentName}, page ${page.number}`;
	const image = byId('viewer-image');
	image.width = page.width;
	image.height = page.height;
	image.src = page.image;
	image.alt = `Page ${page.number} of ${documentName}`;
	byId('viewer-previous').disabled = index === 0;
	byId('viewer-next').disabled = index === pages.length - 1;
}

byId('viewer-previous').addEventListener('click', () => turn(-1));
byId('viewer-next').addEventListener('click', () => turn(1));
byId('viewer-close').addEventListener('click', () => byId('viewer').close());
byId('viewer').addEventListener('click', (event) => {
	if (event.target === byId('viewer')) {
		byId('viewer').close();
	}
});
byId('viewer').addEventListener('keydown', (event) => {
	if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
		event.preventDefault();
		turn(event.key === 'ArrowLeft' ? -1 : 1);
	}
});
