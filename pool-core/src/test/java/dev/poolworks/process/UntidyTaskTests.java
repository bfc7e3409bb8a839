package dev.poolworks.process;

import java.security.Permission;
import java.util.concurrent.locks.LockSupport;

import dev.poolworks.Shutdown;
import dev.poolworks.Signal;
import dev.poolworks.TaskAction;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks that leave their worker's JVM in disorder: the worker serves on, and ends when it
 * is to.
 */
class UntidyTaskTests extends ProcessPoolFixture {

	@ParameterizedTest
	@EnumSource
	void workerServesOnAndEndsInOrder(Disorder disorder) {
		ProcessPool pool = pool(builder().killGrace(LONG));
		long worker = pid(pool);
		pool.submit((TaskAction) disorder::make).result(LONG);
		assertThat(pid(pool)).isEqualTo(worker);
		assertThat(pool.submit(() -> Thread.currentThread().getName()).result(LONG)).isEqualTo(pool.name() + "-1");
		assertThat(pool.submit(() -> Thread.currentThread().getPriority()).result(LONG))
			.isEqualTo(Thread.NORM_PRIORITY);
		assertServes(pool);
		pool.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisabledForJreRange(min = JRE.JAVA_18, disabledReason = "no security manager without an option")
	@SuppressWarnings("removal")
	void securityManagerOfATaskCostsNothingButTheOrderlyEnd(boolean busy) {
		ProcessPool pool = pool();
		pool.submit(() -> System.setSecurityManager(new NoExit())).result(LONG);
		assertServes(pool);
		if (busy) {
			Signal begun = signal();
			pool.submit(() -> {
				begun.raise();
				return InWorker.hang();
			});
			await(begun);
			pool.shutdown(Shutdown.kill());
		}
		pool.close();
	}

	/** As those that keep programs from ending the JVM. */
	@SuppressWarnings("removal")
	private static final class NoExit extends SecurityManager {

		@Override
		public void checkPermission(Permission permission) {
			if (permission.getName().startsWith("exitVM")) {
				throw new SecurityException("no exit");
			}
		}

	}

	/** What a task leaves behind. */
	enum Disorder {

		CLOSED_OUTPUT, OTHER_STREAMS, RENAMED_THREAD, THREAD_THAT_GOES_ON, OTHER_DIRECTORY, OTHER_DEFAULTS,
		NO_CLASS_LOADER, HANDLERS, INTERRUPTED;

		void make() {
			switch (this) {
				case CLOSED_OUTPUT -> {
					System.out.close();
					System.err.close();
				}
				case OTHER_STREAMS -> {
					System.setOut(null);
					System.setErr(null);
					System.setIn(null);
				}
				case RENAMED_THREAD -> {
					Thread.currentThread().setName("mine");
					Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
				}
				case THREAD_THAT_GOES_ON -> new Thread(() -> {
					while (true) {
						LockSupport.park();
					}
				}).start();
				case OTHER_DIRECTORY -> System.setProperty("user.dir", "/no/such/directory");
				case OTHER_DEFAULTS -> {
					java.util.Locale.setDefault(java.util.Locale.ROOT);
					java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone("Asia/Kathmandu"));
					System.setProperties(new java.util.Properties());
				}
				case NO_CLASS_LOADER -> Thread.currentThread().setContextClassLoader(null);
				case HANDLERS -> {
					Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> Runtime.getRuntime().halt(1));
					Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
						throw new IllegalStateException(failure);
					});
				}
				case INTERRUPTED -> Thread.currentThread().interrupt();
			}
		}

	}

}
