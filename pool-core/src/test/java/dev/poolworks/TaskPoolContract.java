package dev.poolworks;

import org.junit.jupiter.api.Nested;

/**
 * What every kind of pool promises: run once for each kind.
 */
abstract class TaskPoolContract {

	abstract PoolKind kind();

	@Nested
	class Submit extends SubmitContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class CallForm extends CallFormsContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class OddExceptions extends OddExceptionContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Map extends MapContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class MapFailure extends MapFailureContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class MapInput extends MapInputContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class OwnPool extends OwnPoolContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Wait extends WaitContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Interrupt extends InterruptContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Cancel extends CancelContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Limit extends LimitContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Queue extends QueueContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class CallerRuns extends CallerRunsContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Shutdown extends ShutdownContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Callback extends CallbackContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Completion extends CompletionContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Consistency extends ConsistencyContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Progress extends ProgressContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Retention extends RetentionContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Invocation extends InvocationContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Elastic extends ElasticContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Context extends ContextContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class Executor extends ExecutorContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class ExecutorInvocation extends ExecutorInvocationContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

	@Nested
	class ExecutorShutdown extends ExecutorShutdownContract {

		@Override
		PoolKind kind() {
			return TaskPoolContract.this.kind();
		}

	}

}
