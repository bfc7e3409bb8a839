package dev.poolworks.worker;

import java.io.EOFException;
import java.io.IOException;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import dev.poolworks.WorkerInitializer;
import dev.poolworks.os.BriefSpin;
import dev.poolworks.os.EndSignals;
import dev.poolworks.wire.Connection;
import dev.poolworks.wire.FailureCodec;
import dev.poolworks.wire.Frame;
import dev.poolworks.wire.FrameException;
import dev.poolworks.wire.FrameType;
import dev.poolworks.wire.Handshake;
import dev.poolworks.wire.Transport;
import dev.poolworks.wire.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a worker JVM. Its argument is the address to connect to.
 */
public final class WorkerMain {

	/** Exit code after an {@link OutOfMemoryError}, the same as the JVM's own. */
	private static final int OUT_OF_MEMORY = 3;

	/** Exit code when the connection to the pool breaks. */
	private static final int CONNECTION_LOST = 76;

	/** Exit code when an initializer fails. */
	private static final int START_FAILED = 77;

	private static final long END_GRACE_NANOS = 500_000_000L;

	private WorkerMain() {
	}

	/**
	 * Runs tasks until told to stop. First of all makes sure that a signal which is meant
	 * for the application, and reaches its workers as well, does not end this JVM: tasks
	 * that the application still waits for are to be finished.
	 * @param arguments the last one is the address to connect to
	 */
	public static void main(String[] arguments) {
		EndSignals.outlive();
		String address = arguments[arguments.length - 1];
		ParentWatch watch = ParentWatch.start(ControlPipe.take(), address);
		try {
			Connection connection = connect(address, watch);
			TaskExecution execution = setUp(setup(connection), connection, watch);
			if (execution != null) {
				connection.send(FrameType.READY, 0);
				serve(connection, execution);
			}
		}
		catch (OutOfMemoryError ex) {
			outOfMemory(ex);
		}
		catch (IOException ex) {
			connectionLost(ex);
		}
		catch (RuntimeException | Error ex) {
			ex.printStackTrace(); // threads of a task may keep a JVM alive whose main
									// thread has gone
			Runtime.getRuntime().halt(CONNECTION_LOST);
		}
		exit();
	}

	private static void exit() {
		try {
			Runtime.getRuntime().exit(0);
		}
		catch (SecurityException ex) {
			// a security manager that a task has installed: the parent will have to kill
			System.err.println("a worker that is to end may not: " + ex);
		}
	}

	private static Connection connect(String address, ParentWatch watch) throws IOException {
		Connection connection = Transport.connect(address, Integer.MAX_VALUE);
		Handshake.Hello hello = new Handshake.Hello(Handshake.VERSION, ProcessHandle.current().pid(), watch.token());
		connection.send(FrameType.HELLO, 0, hello.encode());
		return connection;
	}

	private static Handshake.Setup setup(Connection connection) throws IOException {
		Frame first = connection.receive();
		if (first == null || first.type() != FrameType.SETUP) {
			throw new FrameException("a worker got no setup but " + first);
		}
		return Handshake.Setup.decode(first.body());
	}

	private static @Nullable TaskExecution setUp(Handshake.Setup setup, Connection connection, ParentWatch watch)
			throws IOException {
		for (Map.Entry<String, String> property : setup.properties().entrySet()) {
			System.setProperty(property.getKey(), property.getValue());
		}
		for (Map.Entry<String, String> property : setup.securityProperties().entrySet()) {
			Security.setProperty(property.getKey(), property.getValue());
		}
		Thread.currentThread().setName(setup.worker());
		ValueCodec values = new ValueCodec(classLoader(), setup.maxPayloadBytes());
		try {
			if (values.decode(setup.initializers()) instanceof List<?> initializers) {
				for (Object initializer : initializers) {
					((WorkerInitializer) initializer).initialize();
				}
			}
			Thread.interrupted(); // an initializer's own: it would close the connection
			// an initializer may have set the class loader that tasks need
			return new TaskExecution(setup, new ValueCodec(classLoader(), setup.maxPayloadBytes()), connection, watch);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			Thread.interrupted();
			connection.send(FrameType.START_FAILED, 0, new FailureCodec(values).encode(ex));
			Runtime.getRuntime().halt(START_FAILED);
			return null;
		}
	}

	private static void serve(Connection connection, TaskExecution execution) throws IOException {
		ThreadState state = ThreadState.now();
		BriefSpin spin = BriefSpin.withCostlyLooks();
		Frame frame = connection.receive();
		while (frame == null || frame.type() != FrameType.STOP) {
			if (frame == null) {
				throw new EOFException("the pool has closed the connection");
			}
			if (frame.type() != FrameType.TASK) {
				throw new FrameException("a worker got a " + frame.type() + " frame");
			}
			execution.run(frame);
			state.restore();
			spin.until(connection::isReadable);
			frame = connection.receive();
		}
	}

	/**
	 * Either the parent has gone: its watch tidies up and ends this JVM. Or the parent
	 * has given up on this worker, and wants to know why.
	 */
	private static void connectionLost(IOException reason) {
		LockSupport.parkNanos(END_GRACE_NANOS);
		reason.printStackTrace();
		// of many lines the last ones are told
		System.err.println("the connection to the pool failed: " + reason);
		Runtime.getRuntime().halt(CONNECTION_LOST);
	}

	private static ClassLoader classLoader() {
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return (context != null) ? context : Objects.requireNonNull(WorkerMain.class.getClassLoader());
	}

	/**
	 * Ends this JVM as {@code -XX:+ExitOnOutOfMemoryError} does, for errors that are
	 * thrown by code rather than by the JVM.
	 * @param error the error
	 */
	static void outOfMemory(OutOfMemoryError error) {
		System.err.println("Terminating due to java.lang.OutOfMemoryError: " + error.getMessage());
		Runtime.getRuntime().halt(OUT_OF_MEMORY);
	}

}
