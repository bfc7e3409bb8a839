package dev.poolworks.process;

import java.io.File;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How this application was started, and so how a worker finds the same classes.
 *
 * @param classPath absolute entries
 * @param mainClass what {@code java} is to start
 * @param properties system properties that this needs
 */
record ClassPathLayout(List<String> classPath, String mainClass, List<String> properties) {

	private static final String PROPERTIES_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	private static final String MODULE = "module-info.class";

	private static final String NESTED = "jar:nested:";

	/**
	 * Reads it off this JVM.
	 * @param workerMain the worker's main class
	 * @return the layout
	 */
	static ClassPathLayout detect(Class<?> workerMain) {
		CodeSource source = workerMain.getProtectionDomain().getCodeSource();
		ClassLoader loader = workerMain.getClassLoader();
		return detect(workerMain.getName(), (source != null) ? source.getLocation().toString() : "",
				(loader != null) ? loader.getClass().getName() : "", System.getProperties());
	}

	/**
	 * Decides from what is known of a JVM.
	 * @param workerMain name of the worker's main class
	 * @param location where that class was loaded from, as an URL
	 * @param loader name of the class of its class loader
	 * @param system system properties
	 * @return the layout
	 */
	static ClassPathLayout detect(String workerMain, String location, String loader, Properties system) {
		String classPath = system.getProperty("surefire.test.class.path", system.getProperty("java.class.path", ""));
		if (location.startsWith(NESTED) && location.contains("/!")) {
			String jar = location.substring(NESTED.length(), location.indexOf("/!"));
			return bootLauncher(workerMain, List.of(decode(jar)), system);
		}
		if (loader.startsWith("org.springframework.boot.loader.")) {
			return bootLauncher(workerMain, absolute(classPath), system);
		}
		List<String> entries = new ArrayList<>();
		for (String entry : absolute(system.getProperty("jdk.module.path", ""))) {
			entries.addAll(modules(Path.of(entry)));
		}
		entries.addAll(absolute(classPath));
		return new ClassPathLayout(entries, workerMain, List.of());
	}

	private static ClassPathLayout bootLauncher(String workerMain, List<String> classPath, Properties system) {
		List<String> properties = new ArrayList<>();
		properties.add("-Dloader.main=" + workerMain);
		String path = system.getProperty("loader.path");
		if (path != null) {
			properties.add("-Dloader.path=" + path);
		}
		return new ClassPathLayout(classPath, PROPERTIES_LAUNCHER, properties);
	}

	/**
	 * What a module path finds at one of its entries. A class path finds nothing in a
	 * directory of jars.
	 */
	private static List<String> modules(Path entry) {
		if (!Files.isDirectory(entry) || Files.exists(entry.resolve(MODULE))) {
			return List.of(entry.toString());
		}
		try (Stream<Path> files = Files.list(entry)) {
			return files.filter((file) -> file.toString().endsWith(".jar") || Files.exists(file.resolve(MODULE)))
				.map(Path::toString)
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			return List.of(entry.toString());
		}
	}

	private static List<String> absolute(@Nullable String path) {
		List<String> entries = new ArrayList<>();
		if (path != null && !path.isEmpty()) {
			for (String entry : path.split(File.pathSeparator)) {
				entries.add(Path.of(entry).toAbsolutePath().toString());
			}
		}
		return entries;
	}

	private static String decode(String urlPath) {
		return URLDecoder.decode(urlPath.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

}
