package dev.poolworks.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.poolworks.os.ProcessTree;
import dev.poolworks.worker.WorkerMain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How worker processes of a pool are launched: {@code java @file}, so that neither the
 * length of a class path nor a look at the process list matters. Of the application's
 * properties, those of its own command line are in that file, which nobody else may read;
 * all others go over the connection.
 *
 * @param javaHome of the JVM to run; {@code null}: this one's
 * @param heapBytes largest heap; 0: the JVM's default
 * @param jvmArgs further arguments, which win over the ones given here
 * @param environment further variables
 * @param commandPrefix what is put before {@code java}
 */
record LaunchPlan(@Nullable Path javaHome, long heapBytes, List<String> jvmArgs, Map<String, String> environment,
		List<String> commandPrefix) {

	private static final Logger logger = LoggerFactory.getLogger(LaunchPlan.class);

	/** Variables through which a JVM takes options: not for workers. */
	private static final Set<String> OPTION_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
			"_JAVA_OPTIONS");

	LaunchPlan {
		jvmArgs = List.copyOf(jvmArgs);
		environment = Map.copyOf(environment);
		commandPrefix = List.copyOf(commandPrefix);
		ApplicationCode.get(); // as it is now, before anything can be replaced
		if (jvmArgs.contains("-Xrs") || jvmArgs.contains("-XX:+ReduceSignalUsage")) {
			logger
				.warn("worker.jvm-args has -Xrs: a signal that reaches the workers as well as the application, such as"
						+ " Ctrl-C, ends them and fails their tasks; leave it out, or start workers in a session of their own"
						+ " (worker.command-prefix: setsid, --wait)");
		}
	}

	/**
	 * The process, not started.
	 * @param directory the worker's own directory, which exists
	 * @param address where it is to connect
	 * @return the process
	 * @throws IOException if the file of arguments cannot be written, or what is to run
	 * is not there or not what this application runs
	 */
	ProcessBuilder process(Path directory, String address) throws IOException {
		ApplicationCode code = ApplicationCode.get();
		code.requireUnchanged();
		requireJava();
		Path arguments = directory.resolve("args");
		ArgumentFile.write(arguments, arguments(code.layout(), directory, address));
		List<String> command = new ArrayList<>(this.commandPrefix);
		command.add(java());
		command.add("@" + arguments);
		ProcessBuilder builder = new ProcessBuilder(command);
		Path instead = WorkingDirectory.insteadOfDeleted(directory);
		if (instead != null) {
			builder.directory(instead.toFile());
		}
		builder.environment().keySet().removeAll(OPTION_VARIABLES);
		builder.environment().put(ProcessTree.MARK, directory.toString());
		builder.environment().putAll(this.environment);
		return builder;
	}

	/**
	 * The command line for the message of a failed start: what the user had a hand in,
	 * without the values of properties, which may be secret.
	 * @return one line
	 */
	String describe() {
		List<String> words = new ArrayList<>(this.commandPrefix);
		words.add(java());
		if (this.heapBytes > 0) {
			words.add("-Xmx" + this.heapBytes);
		}
		for (String argument : this.jvmArgs) {
			words.add(argument.replaceFirst("(-D[^=]*)=.*", "$1=..."));
		}
		words.add("... " + WorkerMain.class.getSimpleName());
		return String.join(" ", words);
	}

	/**
	 * The names of the system properties that the user's arguments set.
	 * @return names
	 */
	Set<String> properties() {
		return this.jvmArgs.stream()
			.filter((argument) -> argument.startsWith("-D"))
			.map((argument) -> argument.substring(2).replaceFirst("(?s)=.*", ""))
			.collect(Collectors.toSet());
	}

	private String java() {
		String home = (this.javaHome != null) ? this.javaHome.toString() : System.getProperty("java.home");
		return Path.of(home, "bin", "java").toString();
	}

	private List<String> arguments(ClassPathLayout layout, Path directory, String address) {
		List<String> arguments = new ArrayList<>();
		arguments.add("-XX:+ExitOnOutOfMemoryError");
		arguments.add("-XX:ErrorFile=" + directory.resolve("hs_err.log"));
		arguments.add("-XX:-UsePerfData");
		arguments.add("-Djava.io.tmpdir=" + directory);
		arguments.add("-Djava.awt.headless=true");
		arguments.add("-Dspring.devtools.restart.enabled=false");
		for (String stream : List.of("stdout", "stderr")) {
			arguments.add("-D" + stream + ".encoding=UTF-8");
			arguments.add("-Dsun." + stream + ".encoding=UTF-8");
		}
		if (this.heapBytes > 0) {
			arguments.add("-Xmx" + this.heapBytes);
		}
		if (this.jvmArgs.stream().noneMatch((argument) -> argument.matches("-XX:\\+Use\\w+GC"))) {
			arguments.add("-XX:+UseSerialGC");
		}
		arguments.addAll(InheritedArguments.now());
		arguments.addAll(layout.properties());
		arguments.addAll(this.jvmArgs);
		arguments.add("-cp");
		arguments.add(String.join(File.pathSeparator, layout.classPath()));
		arguments.add(layout.mainClass());
		arguments.add(address);
		return arguments;
	}

	/**
	 * A prefix may lead to where there are other files.
	 */
	private void requireJava() throws IOException {
		Path java = Path.of(java());
		Path program = java.resolveSibling("java.exe");
		if (this.commandPrefix.isEmpty() && !Files.isExecutable(java) && !Files.isExecutable(program)) {
			throw new IOException((this.javaHome != null)
					? "worker.java-home is " + this.javaHome + ", where " + java
							+ " is missing or no program; name a Java installation"
					: "the Java installation with which this application runs has no " + java
							+ " (any more); restart the application with one that stays, or set worker.java-home");
		}
	}

}
