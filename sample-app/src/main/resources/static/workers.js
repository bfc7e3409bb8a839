// The pool's workers, its figures and its last events.

import { byId, make, numberOf, plural, reconcile, setAttribute, setText, show, sizeOf, timeOf } from './dom.js';

const EVENTS = 30;

const BAD = ['worker-exited', 'task-failed', 'task-timed-out', 'task-crashed', 'task-rejected', 'task-discarded'];

/** Ends of workers that are part of the plan. */
const PLANNED = /gone: (idle|recycled|shutdown)/;

export function renderPool({ snapshot, workers, events }) {
	setText(byId('pool-line'), `pool render · ${snapshot.minSize} to ${plural(snapshot.maxSize, 'process').replace('processs', 'processes')}`);
	setText(byId('pool-broken'), snapshot.brokenReason ?? '');
	show(byId('pool-broken'), Boolean(snapshot.brokenReason));
	renderWorkers(workers, snapshot.maxSize);
	renderFigures(snapshot);
	renderEvents(events);
}

function renderWorkers(workers, maxSize) {
	const vacant = Array.from({ length: Math.max(0, maxSize - workers.length) }, (_, index) => ({ vacant: index }));
	reconcile(byId('worker-list'), [...workers, ...vacant], (worker) => worker.name ? `${worker.name} ${worker.pid}` : `vacant ${worker.vacant}`,
		createWorker, updateWorker);
}

function createWorker(worker) {
	if (!worker.name) {
		return make('li', { class: 'worker vacant' }, 'No process here. One starts when there is work.');
	}
	return make('li', { class: 'worker' },
		make('div', { class: 'worker-head' }, make('strong'), make('span', { class: 'badge' })),
		make('p', { class: 'task' }, make('span'), make('span')),
		make('div', { class: 'facts' }, make('span'), make('span'), make('span')));
}

function updateWorker(element, worker) {
	if (!worker.name) {
		return;
	}
	const stuck = worker.task?.stuck;
	setAttribute(element, 'data-state', worker.state);
	setAttribute(element, 'data-stuck', stuck ? '' : null);
	setText(element.querySelector('strong'), worker.name);
	const badge = element.querySelector('.badge');
	setAttribute(badge, 'data-tone', { BUSY: 'run', IDLE: 'good', STARTING: 'warn' }[worker.state] ?? 'bad');
	setText(badge, worker.state.toLowerCase());
	const [task, time] = element.querySelectorAll('.task span');
	setText(task, worker.task?.name ?? (worker.state === 'IDLE' ? 'waiting for work' : ''));
	setAttribute(task, 'title', worker.task?.name);
	setText(time, timeIn(worker));
	const [pid, done, rss] = element.querySelectorAll('.facts span');
	setText(pid, worker.pid ? `pid ${worker.pid}` : 'no pid yet');
	setText(done, `${plural(worker.tasksDone, 'task')} done`);
	setText(rss, worker.rssBytes ? `${sizeOf(worker.rssBytes)} RSS` : '');
}

/** For how long it has had its task, or else has been there. */
function timeIn({ task, uptimeMillis }) {
	return `${((task ? (task.runningMillis ?? 0) : uptimeMillis) / 1000).toFixed(1)} s${task?.stuck ? ', stuck' : ''}`;
}

function renderFigures({ tasks, workers }) {
	const figures = [
		['waiting', tasks.queued], ['running', tasks.running + tasks.dispatched], ['succeeded', tasks.succeeded],
		['failed', tasks.failed, true], ['timed out', tasks.timedOut, true], ['crashed', tasks.crashed, true],
	];
	setText(byId('worker-counts'), `${plural(workers.started, 'worker')} started so far, ${numberOf(workers.exited)} gone.`);
	reconcile(byId('figures'), figures, ([name]) => name,
		([name]) => make('div', {}, make('dt', {}, name), make('dd')),
		(element, [, value, bad]) => {
			setText(element.querySelector('dd'), numberOf(value));
			setAttribute(element, 'data-tone', bad && value > 0 ? 'bad' : null);
		});
}

function renderEvents(events) {
	const newest = events.slice(-EVENTS).reverse();
	show(byId('no-events'), newest.length === 0);
	reconcile(byId('event-list'), newest, ({ time, description }) => `${time} ${description}`,
		({ time, type, description, count }) => make('li', { 'data-tone': toneOf(type, description) },
			make('time', { datetime: time }, timeOf(time)),
			make('span', {}, count > 1 ? `${description} (${count} times)` : description)),
		() => {});
}

const toneOf = (type, description) => BAD.includes(type) && !PLANNED.test(description) ? 'bad' : null;
