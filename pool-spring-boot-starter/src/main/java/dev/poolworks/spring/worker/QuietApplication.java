package dev.poolworks.spring.worker;

import java.util.LinkedHashSet;
import java.util.stream.Stream;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.SpringApplicationHook;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs a {@link SpringApplication} up to the point where its context could be refreshed,
 * as Spring's ahead-of-time processing does. The {@code main} method is not run, and what
 * follows a refresh in {@code run} is not either: runners,
 * {@code ApplicationStartedEvent} and {@code ApplicationReadyEvent}.
 */
final class QuietApplication {

	private QuietApplication() {
	}

	/**
	 * Prepares the context of a worker.
	 * @param description the application
	 * @return a context that is not refreshed
	 */
	static ConfigurableApplicationContext prepare(WorkerApplication description) {
		SpringApplication application = new SpringApplication();
		application.setSources(new LinkedHashSet<>(description.sources()));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLazyInitialization(true);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(description.defaultProperties());
		application
			.setAdditionalProfiles(Stream.concat(description.profiles().stream(), Stream.of(WorkerEnvironment.PROFILE))
				.toArray(String[]::new));
		application.addListeners(new WorkerEnvironment(description));
		application.addInitializers(QuietContext::quieten);
		SpringApplicationHook hook = (running) -> (running == application) ? new Abandon() : null;
		try {
			SpringApplication.withHook(hook, (Runnable) application::run);
		}
		catch (AbandonedRunException ex) {
			ConfigurableApplicationContext context = ex.getApplicationContext();
			if (context != null) {
				return context;
			}
		}
		throw new IllegalStateException("the application ran on, though it was to stop with its context prepared");
	}

	/**
	 * Ends the run when the context is loaded.
	 */
	private static final class Abandon implements SpringApplicationRunListener {

		@Override
		public void contextLoaded(ConfigurableApplicationContext context) {
			throw new AbandonedRunException(context);
		}

	}

}
