package dev.poolworks.benchmarks.elasticity;

import java.util.List;
import java.util.function.Supplier;

/**
 * The policies of others that we compare with.
 */
final class Peers {

	private Peers() {
	}

	static List<Contestant> all() {
		return List.of(new PeerPool("fixed(min)", () -> new Fixed(false)),
				new PeerPool("fixed(max)", () -> new Fixed(true)), new PeerPool("php-fpm dynamic", PhpFpmDynamic::new),
				new PeerPool("php-fpm ondemand", PhpFpmOnDemand::new),
				new PeerPool("Celery autoscale", CeleryAutoscale::new),
				new PeerPool("uWSGI busyness", UwsgiBusyness::new), new PeerPool("Dask adaptive", DaskAdaptive::new),
				new PeerPool("loky", Loky::new));
	}

	/** A model of a pool with a peer's policy. */
	private record PeerPool(String name, Supplier<Peer> peer) implements Contestant {

		@Override
		public boolean isPeer() {
			return true;
		}

		@Override
		public Outcome run(Load load, Machine machine, long seed) {
			return new ModelPool(new World(load, machine, seed), this.peer.get()).run(this.name);
		}

	}

	/**
	 * As many workers always: {@code min-size}, but at least one, or {@code max-size}.
	 */
	static final class Fixed extends Peer {

		private final boolean max;

		Fixed(boolean max) {
			this.max = max;
		}

		@Override
		void begin(ModelPool pool) {
			pool.start(this.max ? pool.maxSize() : Math.max(1, pool.minSize()));
		}

		@Override
		long tickNanos() {
			return 3600 * Timeline.SECOND;
		}

	}

	/**
	 * php-fpm {@code pm = dynamic}: keeps the number of idle children between two bounds,
	 * looking once a second; forks double while it is short. The bounds have the
	 * proportions of its sample configuration: of 5 children at most, 2 at the start, 1
	 * to 3 idle. Children that start count as idle. Does not look at the queue.
	 */
	static final class PhpFpmDynamic extends Peer {

		private static final int MAX_RATE = 32;

		private int rate = 1;

		private static int minSpare(ModelPool pool) {
			return Math.max(1, pool.maxSize() / 5);
		}

		private static int maxSpare(ModelPool pool) {
			return Math.max(minSpare(pool) + 1, pool.maxSize() * 3 / 5);
		}

		@Override
		void begin(ModelPool pool) {
			pool.start(Math.max(pool.minSize(), (minSpare(pool) + maxSpare(pool)) / 2));
		}

		@Override
		void tick(ModelPool pool) {
			int idle = pool.idle() + pool.starting();
			if (idle > maxSpare(pool)) {
				pool.stopIdle(1);
				this.rate = 1;
			}
			else if (idle < minSpare(pool) && pool.size() < pool.maxSize()) {
				pool.start(Math.min(this.rate, minSpare(pool) - idle));
				this.rate = Math.min(MAX_RATE, this.rate * 2);
			}
			else {
				this.rate = 1;
			}
		}

	}

	/**
	 * php-fpm {@code pm = ondemand}: one child for a request that finds none idle; one
	 * ends each second that has been idle for {@code process_idle_timeout}, 10 s.
	 */
	static final class PhpFpmOnDemand extends Peer {

		private static final long IDLE_TIMEOUT = 10 * Timeline.SECOND;

		@Override
		void arrived(ModelPool pool) {
			if (pool.queued() > 0) {
				pool.start(1);
			}
		}

		@Override
		void tick(ModelPool pool) {
			if (pool.longestIdleNanos() > IDLE_TIMEOUT && pool.size() > pool.minSize()) {
				pool.stopIdle(1);
			}
			if (pool.queued() > 0 && pool.size() == 0) {
				pool.start(1);
			}
		}

	}

	/**
	 * Celery's {@code --autoscale}: as many processes as tasks are reserved, looking once
	 * a second and at each task; ends inactive ones, all at once, 30 s after it last grew
	 * ({@code AUTOSCALE_KEEPALIVE}).
	 */
	static final class CeleryAutoscale extends Peer {

		private static final long KEEPALIVE = 30 * Timeline.SECOND;

		private long grownAt = Timeline.NEVER;

		@Override
		void arrived(ModelPool pool) {
			tick(pool);
		}

		@Override
		void tick(ModelPool pool) {
			int reserved = pool.queued() + pool.busy();
			int wanted = Math.min(reserved, pool.maxSize());
			if (wanted > pool.size()) {
				pool.start(wanted - pool.size());
				this.grownAt = pool.now();
				return;
			}
			int surplus = pool.size() - Math.max(reserved, pool.minSize());
			if (surplus > 0 && this.grownAt != Timeline.NEVER && pool.now() - this.grownAt > KEEPALIVE) {
				pool.stopIdle(surplus);
			}
		}

	}

	/**
	 * loky's reusable executor: a submission fills the pool up to its maximum; a process
	 * ends itself after 10 s without a task.
	 */
	static final class Loky extends Peer {

		private static final long TIMEOUT = 10 * Timeline.SECOND;

		@Override
		void arrived(ModelPool pool) {
			pool.start(pool.maxSize());
		}

		@Override
		void tick(ModelPool pool) {
			while (pool.longestIdleNanos() >= TIMEOUT && pool.size() > pool.minSize()) {
				pool.stopIdle(1);
			}
		}

		@Override
		long tickNanos() {
			return 100 * Timeline.MILLI;
		}

	}

	/**
	 * Dask's {@code Cluster.adapt()}: enough workers to do what is known to be left
	 * within {@code target_duration}, 5 s, but no more than tasks, looking once a second.
	 * A worker ends when that was recommended {@code wait_count}, 3, times in a row. A
	 * task's time is the mean so far, 0.5 s before the first.
	 */
	static final class DaskAdaptive extends Peer {

		private static final double TARGET_NANOS = 5.0 * Timeline.SECOND;

		private static final int WAIT_COUNT = 3;

		/** How many workers each of the last looks found too many, the latest first. */
		private final int[] surplus = new int[WAIT_COUNT];

		@Override
		void tick(ModelPool pool) {
			int tasks = pool.queued() + pool.busy();
			double left = tasks * pool.meanServiceNanos(0.5 * Timeline.SECOND);
			int wanted = Math.min(tasks, (int) Math.ceil(left / TARGET_NANOS));
			wanted = Math.max(pool.minSize(), Math.min(pool.maxSize(), wanted));
			System.arraycopy(this.surplus, 0, this.surplus, 1, WAIT_COUNT - 1);
			this.surplus[0] = Math.max(0, pool.size() - wanted);
			pool.start(wanted - pool.size());
			int lasting = Integer.MAX_VALUE;
			for (int each : this.surplus) {
				lasting = Math.min(lasting, each);
			}
			pool.stopIdle(lasting);
		}

	}

}
