package dev.poolworks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tests that documents name are there: {@code `Class`}, {@code `Class.method`},
 * {@code `.method`} of the class before it, and {@code "row"} of a table in it.
 */
class DocumentedTestsTests {

	private static final Pattern NAME = Pattern
		.compile("`(?<class>[A-Z]\\w*(?:Tests|Contract))?(?:\\.(?<method>[a-z]\\w*))?`|\"(?<row>[^\"|]+)\"");

	private static final Map<String, String> SOURCES = sources();

	@ParameterizedTest
	@ValueSource(strings = { "reliability.md", "behaviours.md" })
	void everyTestThatADocumentNamesIsThere(String document) throws IOException {
		List<String> lines = Files.readAllLines(root().resolve("docs").resolve(document));
		assertThat(lines.stream().filter((line) -> line.contains("Tests"))).hasSizeGreaterThan(20);
		assertThat(lines.stream().flatMap((line) -> missing(line).stream())).isEmpty();
	}

	@Test
	void everyBehaviourHasATest() throws IOException {
		List<String> rows = Files.readAllLines(root().resolve("docs/behaviours.md"))
			.stream()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| behaviour |"))
			.toList();
		assertThat(rows).hasSizeGreaterThan(40).allSatisfy((row) -> {
			String[] cells = row.split("\\|");
			assertThat(cells).as(row).hasSize(5);
			assertThat(cells[4]).containsPattern("`[A-Z]\\w*(Tests|Contract)[.`]");
		});
	}

	@Test
	void nameThatIsWrongIsFound() {
		assertThat(missing("`SubmitContract.submitReturnsTheValueOfTheTask`, `.executeRunsTheTask`; `CrashTests`"))
			.isEmpty();
		assertThat(missing("see `NoSuchTests`, `NoSuchContract.runs`")).containsExactly("NoSuchTests",
				"NoSuchContract.runs");
		assertThat(missing("`SubmitContract.neverWritten`, `.norThis`")).containsExactly("SubmitContract.neverWritten",
				"SubmitContract.norThis");
		assertThat(missing("a method that is no test: `SubmitContract.same`")).containsExactly("SubmitContract.same");
		assertThat(missing("`CrashTableTests` \"halt\" to \"no such row\"; `CrashTests` \"nor here\""))
			.containsExactly("CrashTableTests \"no such row\"", "CrashTests \"nor here\"");
		assertThat(missing("of a superclass: `UnixSocketTransportTests.framesOfAnySizeArriveBothWays`")).isEmpty();
		assertThat(missing("| says \"anything\" | `PoolSnapshot`, `.ci` |")).isEmpty();
	}

	private static List<String> missing(String line) {
		List<String> missing = new ArrayList<>();
		String current = null;
		Matcher name = NAME.matcher(line);
		while (name.find()) {
			current = (name.group("class") != null) ? name.group("class") : current;
			if (current == null) {
				continue;
			}
			String source = SOURCES.get(current);
			if (source == null) {
				missing.add(current + ((name.group("method") != null) ? "." + name.group("method") : ""));
			}
			else if (name.group("row") != null) {
				if (!source.contains("\"" + name.group("row") + "\"")) {
					missing.add(current + " " + name.group());
				}
			}
			else if (name.group("method") != null && !hasTest(source, name.group("method"))) {
				missing.add(current + "." + name.group("method"));
			}
		}
		return missing;
	}

	/** Looks for the method and, in the same block of lines, the annotation before it. */
	private static boolean hasTest(String source, String method) {
		if (Pattern
			.compile("@(?:Test|ParameterizedTest|TestFactory)\\b(?:(?!\\n\\n).)*? " + method + "\\(", Pattern.DOTALL)
			.matcher(source)
			.find()) {
			return true;
		}
		Matcher parent = Pattern.compile("\\bclass \\w+ extends (\\w+)").matcher(source);
		return parent.find() && SOURCES.containsKey(parent.group(1)) && hasTest(SOURCES.get(parent.group(1)), method);
	}

	private static Map<String, String> sources() {
		try (Stream<Path> modules = Files.list(root())) {
			return modules.map((module) -> module.resolve("src/test/java"))
				.filter(Files::isDirectory)
				.flatMap(DocumentedTestsTests::files)
				.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
						DocumentedTestsTests::read, (one, other) -> one + "\n\n" + other));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> files(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Surefire runs in the module, an IDE perhaps in the root of the project. */
	private static Path root() {
		Path here = Path.of("").toAbsolutePath();
		return Stream.of(here, here.resolveSibling("."))
			.map(Path::normalize)
			.filter((path) -> Files.isRegularFile(path.resolve("docs/behaviours.md")))
			.findFirst()
			.orElseThrow();
	}

}
