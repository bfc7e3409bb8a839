package dev.poolworks.spring.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * A bean that acts on its own in every way there is, and keeps a record.
 */
@Component
class Actions implements SmartLifecycle {

	static final Set<String> SEEN = new ConcurrentSkipListSet<>();

	private boolean running;

	@Bean
	ApplicationRunner runner() {
		return (arguments) -> SEEN.add("runner");
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		SEEN.add("ready");
	}

	@EventListener
	void refreshed(ContextRefreshedEvent event) {
		SEEN.add("refreshed");
	}

	@EventListener
	void news(News news) {
		SEEN.add("event " + news.text());
	}

	@Scheduled(fixedRate = 10)
	void tick() {
		SEEN.add("scheduled");
	}

	@Override
	public void start() {
		this.running = true;
		SEEN.add("lifecycle");
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	record News(String text) {
	}

}
