package dev.poolworks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a JVM with the class path of the tests.
 */
public final class TestJvm {

	private TestJvm() {
	}

	/**
	 * The class path of this JVM.
	 * @return entries, separated as usual
	 */
	public static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/**
	 * Starts a program; its standard error comes with its standard output.
	 * @param main the main class
	 * @param arguments what it is given
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static Process start(Class<?> main, String... arguments) throws IOException {
		return program(classPath(), main, arguments).start();
	}

	/**
	 * A program that is not started yet; its standard error comes with its standard
	 * output.
	 * @param classPath where its classes are
	 * @param main the main class
	 * @param arguments what it is given
	 * @return the program
	 */
	public static ProcessBuilder program(String classPath, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
						"-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectErrorStream(true);
	}

}
