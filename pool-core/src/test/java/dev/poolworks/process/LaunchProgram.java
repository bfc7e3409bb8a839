package dev.poolworks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;

/**
 * A program that looks at itself and at its worker, and says what differs; or to which
 * something happens before it starts its first worker.
 */
final class LaunchProgram {

	private LaunchProgram() {
	}

	public static void main(String[] arguments) throws Exception {
		try (ProcessPool pool = ProcessPool.builder("program")
			.maxSize(1)
			.maxStarts(1)
			.heap(64L << 20)
			.jvmArgs("-XX:TieredStopAtLevel=1")
			.build()) {
			switch (arguments[0]) {
				case "compare" -> {
				}
				case "set defaults" -> setDefaults();
				case "touch" -> Files.writeString(Path.of(arguments[1]), "another version");
				case "delete directory" -> Files.delete(Path.of("").toAbsolutePath());
				case "renew directory" -> {
					Path here = Path.of("").toAbsolutePath();
					Files.delete(here);
					Files.createDirectory(here);
				}
				default -> throw new IllegalArgumentException(arguments[0]);
			}
			Throwable failure = pool.submit(InWorker::pid).exception(ProcessPoolFixture.LONG);
			if (failure != null) {
				System.out.println("failure " + failure.getMessage());
				return;
			}
			compare(look(), pool.submit(LaunchProgram::look).result());
			System.out.println("directory " + pool.submit(() -> Path.of("").toAbsolutePath()).result());
		}
	}

	private static void setDefaults() {
		TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
		Locale.setDefault(Locale.GERMANY);
		Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("th-TH-u-nu-thai"));
		Security.setProperty("networkaddress.cache.ttl", "7");
		System.setProperty("set.late", "line one\nline two ü");
		System.setProperty("user.home", "/somewhere");
		System.clearProperty("cleared");
	}

	private static void compare(Map<String, String> here, Map<String, String> there) {
		here.forEach((name, value) -> {
			String other = there.get(name);
			System.out
				.println((Objects.equals(value, other) ? "same " : "differs ") + name + ": " + value + " | " + other);
		});
	}

	static TreeMap<String, String> look() throws Exception {
		TreeMap<String, String> seen = new TreeMap<>();
		for (String property : new String[] { "set.late", "cleared", "user.home", "my.prop", "odd", "java.library.path",
				"file.encoding" }) {
			seen.put(property, System.getProperty(property));
		}
		seen.put("zone", TimeZone.getDefault().getID());
		seen.put("locale", Locale.getDefault().toLanguageTag());
		seen.put("display", Locale.getDefault(Locale.Category.DISPLAY).toString());
		seen.put("format", Locale.getDefault(Locale.Category.FORMAT).toString());
		seen.put("number", NumberFormat.getInstance().format(1234.5));
		seen.put("time to live", Security.getProperty("networkaddress.cache.ttl"));
		seen.put("security file", Security.getProperty("my.security"));
		seen.put("processors", "" + Runtime.getRuntime().availableProcessors());
		seen.put("parallelism", "" + ForkJoinPool.commonPool().getParallelism());
		seen.put("assertions", "" + LaunchProgram.class.desiredAssertionStatus());
		seen.put("line separator", System.lineSeparator());
		seen.put("opened", "" + String.class.getModule().isOpen("java.lang", LaunchProgram.class.getModule()));
		seen.put("added module", "" + ModuleLayer.boot().findModule("jdk.httpserver").isPresent());
		return seen;
	}

}
