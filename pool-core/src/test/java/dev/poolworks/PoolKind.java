package dev.poolworks;

import java.util.function.Consumer;

import dev.poolworks.pool.PoolSpec;
import dev.poolworks.process.ProcessPool;
import dev.poolworks.thread.ThreadPool;

/**
 * The kinds of pools, for tests that all of them must pass.
 */
enum PoolKind {

	THREAD {

		@Override
		TaskPool build(String name, Consumer<PoolSpec<?>> settings) {
			ThreadPool.Builder builder = ThreadPool.builder(name);
			settings.accept(builder);
			return builder.build();
		}

	},

	VIRTUAL {

		@Override
		TaskPool build(String name, Consumer<PoolSpec<?>> settings) {
			ThreadPool.Builder builder = ThreadPool.builder(name).virtual();
			settings.accept(builder);
			return builder.build();
		}

	},

	PROCESS {

		@Override
		TaskPool build(String name, Consumer<PoolSpec<?>> settings) {
			ProcessPool.Builder builder = ProcessPool.builder(name).heap(64L << 20).jvmArgs("-XX:TieredStopAtLevel=1");
			settings.accept(builder);
			return builder.build();
		}

	};

	abstract TaskPool build(String name, Consumer<PoolSpec<?>> settings);

	boolean runsHere() {
		return this != PROCESS;
	}

}
