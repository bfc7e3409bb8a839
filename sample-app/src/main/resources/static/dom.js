// Small helpers. Every setter touches the page only where something has changed: no flicker, no lost focus.

export const byId = (id) => document.getElementById(id);

/** Makes an element: make('p', { class: 'hint' }, 'text', child...). Text is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		setAttribute(element, name, value);
	}
	element.append(...children);
	return element;
}

export function setText(element, text) {
	if (element.textContent !== text) {
		element.textContent = text;
	}
}

export function setAttribute(element, name, value) {
	if (value === null || value === undefined || value === false) {
		element.removeAttribute(name);
	}
	else if (element.getAttribute(name) !== String(value)) {
		element.setAttribute(name, value);
	}
}

export function show(element, visible) {
	if (element.hidden === visible) {
		element.hidden = !visible;
	}
}

/**
 * Makes the children of a list those of the items: keeps, adds, moves and removes by key.
 * @param create makes the element of an item that is new
 * @param update brings an element up to date
 */
export function reconcile(list, items, key, create, update) {
	const present = new Map([...list.children].map((child) => [child.dataset.key, child]));
	let next = list.firstElementChild;
	for (const item of items) {
		const itemKey = String(key(item));
		let element = present.get(itemKey);
		present.delete(itemKey);
		if (!element) {
			element = create(item);
			element.dataset.key = itemKey;
		}
		if (element === next) {
			next = next.nextElementSibling;
		}
		else {
			list.insertBefore(element, next);
		}
		update(element, item);
	}
	present.forEach((element) => element.remove());
}

/** Says something to those who cannot see the page. */
export function announce(text) {
	byId('announcer').textContent = text;
}

/** A problem detail (RFC 9457) in words. */
export function problemNote(problem, tone = 'bad') {
	return make('div', { class: `note ${tone}` }, make('strong', {}, problem.title ?? 'Something went wrong'),
		make('span', {}, problem.detail ?? ''));
}

export const numberOf = (value) => value.toLocaleString();

export function sizeOf(bytes) {
	if (bytes < 1024) {
		return `${bytes} B`;
	}
	return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export const timeOf = (instant) => new Date(instant).toLocaleTimeString([], { hour12: false });

export const plural = (count, noun) => `${numberOf(count)} ${noun}${count === 1 ? '' : 's'}`;
