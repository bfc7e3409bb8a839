package dev.poolworks.spring.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Puts the properties of a worker into its environment, before the configuration files
 * are read: first what must hold in a worker, then what the application had from its
 * command line and its tests.
 */
final class WorkerEnvironment implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	/** Tells whether a JVM is a worker; the starter's own beans depend on it. */
	static final String WORKER_ACTIVE = "pool.worker.active";

	/** A profile for beans and log settings that only workers are to have. */
	static final String PROFILE = "pool-worker";

	private final WorkerApplication application;

	WorkerEnvironment(WorkerApplication application) {
		this.application = application;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		MutablePropertySources sources = event.getEnvironment().getPropertySources();
		List<WorkerApplication.Properties> properties = this.application.properties();
		for (int i = properties.size() - 1; i >= 0; i--) {
			sources.addFirst(
					new MapPropertySource("application: " + properties.get(i).name(), properties.get(i).values()));
		}
		sources.addFirst(new MapPropertySource("pool worker", forced()));
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/**
	 * What a worker must not do, whatever the application's configuration says: serve,
	 * migrate or create databases, run jobs, share the application's log file, export
	 * metrics, hold many database connections.
	 */
	private static Map<String, Object> forced() {
		Map<String, Object> forced = new LinkedHashMap<>();
		forced.put(WORKER_ACTIVE, "true");
		forced.put("spring.main.web-application-type", "none");
		forced.put("spring.main.lazy-initialization", "true");
		forced.put("spring.main.banner-mode", "off");
		forced.put("spring.main.log-startup-info", "false");
		forced.put("spring.main.register-shutdown-hook", "false");
		forced.put("spring.main.keep-alive", "false");
		for (String feature : List.of("spring.flyway", "spring.liquibase", "spring.batch.job", "spring.jmx",
				"spring.docker.compose", "spring.application.admin", "spring.devtools.restart",
				"spring.devtools.livereload", "spring.cloud.service-registry.auto-registration",
				"spring.boot.admin.client", "management.defaults.metrics.export")) {
			forced.put(feature + ".enabled", "false");
		}
		forced.put("eureka.client.enabled", "false");
		forced.put("spring.quartz.auto-startup", "false");
		forced.put("spring.sql.init.mode", "never");
		forced.put("spring.jpa.generate-ddl", "false");
		forced.put("spring.jpa.hibernate.ddl-auto", "none");
		forced.put("spring.datasource.hikari.maximum-pool-size", "2");
		forced.put("spring.datasource.hikari.minimum-idle", "0");
		forced.put("logging.file.name", "");
		forced.put("logging.file.path", "");
		forced.put("logging.structured.format.console", "");
		forced.put("logging.pattern.console", "%5p [%t] %-40.40logger{39} : %m%n%wEx");
		forced.put("spring.output.ansi.enabled", "never");
		return forced;
	}

}
