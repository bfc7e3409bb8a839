package dev.poolworks;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Exceptions that do not do what one expects of exceptions: they are a task's failure as
 * any other.
 */
abstract class OddExceptionContract extends PoolContract {

	@ParameterizedTest
	@EnumSource
	void oddExceptionFailsItsTaskAndNobodyElse(Oddity oddity) {
		TaskPool pool = pool(1);
		TaskFuture<Object> future = pool.submit(OddExceptionContract::fail, oddity);
		Throwable got = catchThrowable(future::get);
		assertThat(got.getClass()).isEqualTo(ExecutionException.class);
		assertIs(oddity, got.getCause());
		assertIs(oddity, future.exception(LONG));
		Throwable joined = catchThrowable(future::join);
		assertThat(joined.getClass()).isEqualTo(CompletionException.class);
		assertIs(oddity, joined.getCause());
		assertIs(oddity, catchThrowable(future::result));
		try (TaskResults<Object> results = pool.map(OddExceptionContract::fail, List.of(oddity))) {
			assertIs(oddity, catchThrowable(results::toList));
		}
		assertThat(pool.submit(Work::square, 6).result()).isEqualTo(36);
	}

	/** Asks it nothing, for it might throw. */
	private static void assertIs(Oddity oddity, Throwable failure) {
		String type = (failure instanceof RemoteTaskException remote) ? remote.remoteType()
				: failure.getClass().getName();
		assertThat(type).isEqualTo(Odd.class.getName());
		assertThat(failure instanceof Odd odd ? odd.oddity : oddity).isEqualTo(oddity);
	}

	private static Object fail(Oddity oddity) {
		throw new Odd(oddity);
	}

	/**
	 * What is odd.
	 */
	enum Oddity {

		NO_STACK_TRACE, STACK_TRACE_THROWS, STACK_TRACE_WITH_GAPS, STACK_TRACE_IS_FINAL, MESSAGE_THROWS, TEXT_THROWS,
		CAUSE_THROWS, CAUSES_ITSELF, FIELD_CANNOT_TRAVEL

	}

	private static final class Odd extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final Oddity oddity;

		private final Object field;

		Odd(Oddity oddity) {
			super("odd");
			this.oddity = oddity;
			this.field = (oddity == Oddity.FIELD_CANNOT_TRAVEL) ? new Object() : "field";
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			if (this.oddity == Oddity.STACK_TRACE_THROWS) {
				throw new IllegalStateException("no stack trace");
			}
			if (this.oddity == Oddity.STACK_TRACE_WITH_GAPS) {
				return new StackTraceElement[3];
			}
			return (this.oddity == Oddity.NO_STACK_TRACE) ? null : super.getStackTrace();
		}

		@Override
		public void setStackTrace(StackTraceElement[] stackTrace) {
			if (this.oddity == Oddity.STACK_TRACE_IS_FINAL) {
				throw new UnsupportedOperationException("the stack trace stays");
			}
			super.setStackTrace(stackTrace);
		}

		@Override
		public String getMessage() {
			if (this.oddity == Oddity.MESSAGE_THROWS) {
				throw new AssertionError("no message");
			}
			return super.getMessage();
		}

		@Override
		public String toString() {
			if (this.oddity == Oddity.TEXT_THROWS) {
				throw new IllegalStateException("no text");
			}
			return super.toString() + ((this.field != null) ? " with a field" : "");
		}

		@Override
		public synchronized Throwable getCause() {
			if (this.oddity == Oddity.CAUSE_THROWS) {
				throw new IllegalStateException("no cause");
			}
			return (this.oddity == Oddity.CAUSES_ITSELF) ? this : super.getCause();
		}

	}

}
