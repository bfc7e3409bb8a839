package dev.poolworks.process;

import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those arguments of this JVM that hold for its workers too: what decides how code
 * behaves, rather than how much memory it has or who watches it. They are on the worker's
 * command line, because much of it is read when a JVM starts.
 */
final class InheritedArguments {

	private static final Logger logger = LoggerFactory.getLogger(InheritedArguments.class);

	private static final String ALL_UNNAMED = "ALL-UNNAMED";

	/** Of the forms {@code -ea}, {@code -ea:com.acme...}, {@code -XX:Option=value}. */
	private static final Predicate<String> PLAIN = matches("-(ea|da|esa|dsa|enableassertions|disableassertions"
			+ "|enablesystemassertions|disablesystemassertions)(:.*)?|--enable-preview|-Xss.*|-Xbootclasspath/a:.*"
			+ "|-XX:(ActiveProcessorCount|ThreadStackSize)=.*");

	/** Their value begins with the name of a module, and may end with names of others. */
	private static final Predicate<String> ABOUT_A_MODULE = matches(
			"--(add-opens|add-exports|add-reads|patch-module)=.*");

	/** Their value is a list of modules. */
	private static final Predicate<String> LISTS_MODULES = matches("--(add-modules|enable-native-access)=.*");

	/**
	 * Properties that are about this JVM alone (its ports, its launcher, its temporary
	 * files), or that workers have of their own.
	 */
	private static final Predicate<String> OWN_PROPERTY = matches("com\\.sun\\.management\\..*|java\\.io\\.tmpdir"
			+ "|loader\\..*|java\\.class\\.path|java\\.system\\.class\\.loader|java\\.home|jdk\\.module\\..*"
			+ "|java\\.awt\\.headless|spring\\.devtools\\.restart\\.enabled|(sun\\.)?(stdin|stdout|stderr)\\.encoding"
			+ "|sun\\.java\\..*|surefire\\..*|jacoco-.*|basedir|localRepository");

	private static final AtomicBoolean told = new AtomicBoolean();

	private InheritedArguments() {
	}

	/**
	 * What workers that are started now inherit.
	 * @return arguments for {@code java}
	 */
	static List<String> now() {
		List<String> arguments = new ArrayList<>(of(ofThisJvm(), System.getProperties()));
		arguments.addAll(JvmDefaults.now());
		return arguments;
	}

	/**
	 * What of a command line workers inherit.
	 * @param arguments of a JVM
	 * @param properties its system properties as they are now
	 * @return arguments
	 */
	static List<String> of(List<String> arguments, Properties properties) {
		List<String> inherited = new ArrayList<>();
		for (String argument : arguments) {
			if (argument.startsWith("-D")) {
				String name = argument.substring(2).replaceFirst("(?s)=.*", "");
				if (properties.getProperty(name) != null && !OWN_PROPERTY.test(name) && !JvmDefaults.isAbout(name)) {
					inherited.add(argument);
				}
			}
			else if (PLAIN.test(argument)) {
				inherited.add(argument);
			}
			else if (ABOUT_A_MODULE.test(argument)) {
				aboutAModule(argument, inherited);
			}
			else if (LISTS_MODULES.test(argument)) {
				listOfModules(argument, inherited);
			}
		}
		return inherited;
	}

	/** In a worker, the modules of the application are on the class path. */
	private static void aboutAModule(String argument, List<String> inherited) {
		String[] parts = argument.split("=", 3);
		String source = parts[1].replaceFirst("/.*", "");
		if (parts.length == 3 && isOfTheSystem(source)) {
			boolean isPath = parts[0].equals("--patch-module");
			inherited.add(parts[0] + "=" + parts[1] + "=" + (isPath ? parts[2] : modules(parts[2])));
		}
	}

	private static void listOfModules(String argument, List<String> inherited) {
		int equals = argument.indexOf('=');
		String modules = modules(argument.substring(equals + 1));
		if (argument.startsWith("--add-modules")) {
			modules = Arrays.stream(modules.split(","))
				.filter((module) -> !module.equals(ALL_UNNAMED) && !module.equals("ALL-MODULE-PATH"))
				.collect(Collectors.joining(","));
		}
		if (!modules.isEmpty()) {
			inherited.add(argument.substring(0, equals + 1) + modules);
		}
	}

	private static String modules(String list) {
		return Arrays.stream(list.split(","))
			.map((module) -> (module.startsWith("ALL-") || isOfTheSystem(module)) ? module : ALL_UNNAMED)
			.distinct()
			.collect(Collectors.joining(","));
	}

	private static boolean isOfTheSystem(String module) {
		return ModuleFinder.ofSystem().find(module).isPresent();
	}

	private static List<String> ofThisJvm() {
		try {
			return ManagementFactory.getRuntimeMXBean().getInputArguments();
		}
		catch (LinkageError ex) {
			if (!told.getAndSet(true)) {
				logger.warn("this Java runtime has no module java.management: workers do not inherit the options of"
						+ " this JVM's command line (-ea, --add-opens and so on); its system properties, default zone"
						+ " and locale reach them. Add the module, or repeat the options in worker.jvm-args");
			}
			return List.of();
		}
	}

	private static Predicate<String> matches(String pattern) {
		return Pattern.compile(pattern, Pattern.DOTALL).asMatchPredicate();
	}

}
