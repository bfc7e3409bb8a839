package dev.poolworks.process;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.poolworks.os.ProcessTree;
import dev.poolworks.worker.WorkerMain;
import org.jspecify.annotations.Nullable;

/**
 * How worker processes of a pool are launched: {@code java @file}, so that neither the
 * length of a class path nor a look at the process list matters. Nothing secret is in it:
 * properties go over the connection.
 *
 * @param javaHome of the JVM to run; {@code null}: this one's
 * @param heapBytes largest heap; 0: the JVM's default
 * @param jvmArgs further arguments, which win over the ones given here
 * @param environment further variables
 * @param commandPrefix what is put before {@code java}
 */
record LaunchPlan(@Nullable Path javaHome, long heapBytes, List<String> jvmArgs, Map<String, String> environment,
		List<String> commandPrefix) {

	/** Variables through which a JVM takes options: not for workers. */
	private static final Set<String> OPTION_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
			"_JAVA_OPTIONS");

	/**
	 * Arguments of this JVM that its workers need as well. The properties among them are
	 * read when a JVM starts: it is too late to set them later.
	 */
	private static final List<String> INHERITED = List.of("--add-opens", "--add-exports", "--enable-preview",
			"--enable-native-access", "-Djava.library.path=", "-Dfile.encoding=", "-Duser.language=", "-Duser.country=",
			"-Duser.timezone=");

	/** System properties that a JVM sets itself, or that are about this JVM alone. */
	private static final List<String> OWN_PREFIXES = List.of("java.class.", "java.runtime.", "java.specification.",
			"java.vendor", "java.version", "java.vm.", "jdk.module.", "sun.arch.", "sun.boot.", "sun.cpu.", "sun.io.",
			"sun.java.", "sun.jnu.", "sun.management.", "sun.os.", "sun.stderr.", "sun.stdout.", "stdout.", "stderr.",
			"stdin.", "com.sun.management.", "surefire.", "loader.", "jacoco-");

	private static final Set<String> OWN = Set.of("java.home", "java.io.tmpdir", "java.library.path",
			"java.awt.headless", "java.awt.graphicsenv", "java.awt.printerjob", "awt.toolkit", "jdk.debug", "os.name",
			"os.arch", "os.version", "user.dir", "user.home", "user.name", "file.encoding", "file.separator",
			"path.separator", "line.separator", "native.encoding", "basedir", "localRepository");

	LaunchPlan {
		jvmArgs = List.copyOf(jvmArgs);
		environment = Map.copyOf(environment);
		commandPrefix = List.copyOf(commandPrefix);
	}

	/**
	 * The process, not started.
	 * @param directory the worker's own directory, which exists
	 * @param address where it is to connect
	 * @return the process
	 * @throws IOException if the file of arguments cannot be written
	 */
	ProcessBuilder process(Path directory, String address) throws IOException {
		Path arguments = directory.resolve("args");
		Files.write(arguments, quoted(arguments(directory, address)));
		List<String> command = new ArrayList<>(this.commandPrefix);
		command.add(java());
		command.add("@" + arguments);
		ProcessBuilder builder = new ProcessBuilder(command);
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
	 * The application's system properties, for the worker.
	 * @return name and value
	 */
	static Map<String, String> properties() {
		Map<String, String> properties = new TreeMap<>();
		for (String name : System.getProperties().stringPropertyNames()) {
			String value = System.getProperty(name);
			if (value != null && !OWN.contains(name) && OWN_PREFIXES.stream().noneMatch(name::startsWith)) {
				properties.put(name, value);
			}
		}
		return properties;
	}

	private String java() {
		String home = (this.javaHome != null) ? this.javaHome.toString() : System.getProperty("java.home");
		return Path.of(home, "bin", "java").toString();
	}

	private List<String> arguments(Path directory, String address) {
		ClassPathLayout layout = ClassPathLayout.detect(WorkerMain.class);
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
		arguments.addAll(inherited());
		arguments.addAll(layout.properties());
		arguments.addAll(this.jvmArgs);
		arguments.add("-cp");
		arguments.add(String.join(File.pathSeparator, layout.classPath()));
		arguments.add(layout.mainClass());
		arguments.add(address);
		return arguments;
	}

	private static List<String> inherited() {
		return ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> INHERITED.stream().anyMatch(argument::startsWith))
			.toList();
	}

	private static List<String> quoted(List<String> arguments) {
		return arguments.stream()
			.map((argument) -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
			.toList();
	}

}
