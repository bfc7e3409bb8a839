package dev.poolworks.spring.worker;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerApplicationTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void sourcesAreTakenDownByName() {
		SpringApplication application = new SpringApplication(WorkerApplicationTests.class);
		application.setSources(Set.of("com.acme"));
		WorkerApplication description = WorkerApplication.of(application, this.environment, false);
		assertThat(description.sources()).containsExactlyInAnyOrder(WorkerApplicationTests.class.getName(), "com.acme");
		assertThat(description.missing()).isEmpty();
	}

	@Test
	void whatAWorkerReadsItselfDoesNotTravel() {
		this.environment.getPropertySources()
			.addLast(source("Config resource 'class path resource [application.yml]'", "from.file"));
		assertThat(describe().properties()).isEmpty();
	}

	@Test
	void propertiesAboveAndBelowTheFilesStayThere() {
		this.environment.getPropertySources().addFirst(source("commandLineArgs", "above"));
		this.environment.getPropertySources()
			.addLast(source("Config resource 'class path resource [application.yml]'", "from.file"));
		this.environment.getPropertySources().addLast(source("somebody's defaults", "below"));
		WorkerApplication description = describe();
		assertThat(description.properties()).extracting(WorkerApplication.Properties::name)
			.containsExactly("commandLineArgs");
		assertThat(description.defaultProperties()).containsOnlyKeys("below");
	}

	@Test
	void whatDoesNotTravelIsNamed() {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("odd", Map.of("odd.key", List.of(new Object()))));
		WorkerApplication description = WorkerApplication.of(new SpringApplication(Object.class), this.environment,
				true);
		assertThat(description.missing()).anyMatch((text) -> text.contains("odd.key")).contains("the parent context");
	}

	@Test
	void valuesAreNotPrinted() {
		this.environment.getPropertySources().addFirst(source("commandLineArgs", "password"));
		assertThat(new WorkerContextInitializer("render", describe()).toString()).contains("commandLineArgs")
			.doesNotContain("value of");
	}

	@Test
	void mockEnvironmentsAreNoExceptions() {
		assertThat(WorkerApplication
			.of(new SpringApplication(Object.class), new MockEnvironment().withProperty("a", "b"), false)
			.properties()).hasSize(1);
	}

	private WorkerApplication describe() {
		return WorkerApplication.of(new SpringApplication(Object.class), this.environment, false);
	}

	private static MapPropertySource source(String name, String key) {
		return new MapPropertySource(name, Map.of(key, "value of " + key));
	}

}
