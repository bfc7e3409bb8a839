package dev.poolworks.spring.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts an application whose class path really lacks some libraries. A class loader that
 * hides classes would not do: the test's own annotations would still see them.
 */
class OptionalLibrariesTests {

	private static final String HEALTH = "poolsHealthContributor";

	private static final String METRICS = "poolMetrics";

	private static final String ENDPOINT = "poolsEndpoint";

	@Test
	void everythingIsThereWithAllLibraries() throws Exception {
		assertThat(beansWithout("no-such-library")).contains("mail", HEALTH, METRICS, ENDPOINT);
	}

	@Test
	void poolsHealthAndEndpointAreThereWithoutMicrometer() throws Exception {
		assertThat(beansWithout("micrometer-core|spring-boot-(starter-)?micrometer-.*"))
			.contains("mail", HEALTH, ENDPOINT)
			.doesNotContain(METRICS);
	}

	@Test
	void poolsMetricsAndEndpointAreThereWithoutHealth() throws Exception {
		assertThat(beansWithout("spring-boot-health")).contains("mail", METRICS, ENDPOINT).doesNotContain(HEALTH);
	}

	@Test
	void poolsHealthAndMetricsAreThereWithoutActuator() throws Exception {
		assertThat(beansWithout("spring-boot-actuator.*")).contains("mail", HEALTH, METRICS).doesNotContain(ENDPOINT);
	}

	@Test
	void poolsAreThereWithoutAnyOfThese() throws Exception {
		assertThat(beansWithout(
				"micrometer-.*|spring-boot-(starter-)?micrometer-.*|spring-boot-health|spring-boot-(starter-)?actuator.*"))
			.contains("mail")
			.doesNotContain(HEALTH, METRICS, ENDPOINT);
	}

	private static List<String> beansWithout(String libraries) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader original = thread.getContextClassLoader();
		try (URLClassLoader isolated = new URLClassLoader(classPathWithout(libraries),
				ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(isolated);
			Object names = isolated.loadClass(Application.class.getName()).getMethod("beanNames").invoke(null);
			return Arrays.asList((String[]) names);
		}
		finally {
			thread.setContextClassLoader(original);
		}
	}

	private static URL[] classPathWithout(String libraries) throws IOException {
		Pattern excluded = Pattern.compile("(" + libraries + ")-[0-9].*\\.jar");
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter((path) -> !excluded.matcher(path.getFileName().toString()).matches())
			.map(OptionalLibrariesTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Runs in the isolated class loader.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		public static String[] beanNames() {
			SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.properties("pool.executors.mail.type=thread", "management.endpoints.web.exposure.include=pools",
						"logging.level.root=warn", "spring.main.banner-mode=off");
			try (ConfigurableApplicationContext context = application.run()) {
				return context.getBeanDefinitionNames();
			}
		}

	}

}
