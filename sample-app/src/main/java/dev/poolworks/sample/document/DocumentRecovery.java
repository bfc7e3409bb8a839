package dev.poolworks.sample.document;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes up again, at a start of the service, the documents that its last life left
 * unfinished. It looks before the web server is up, so that it cannot meet a new upload;
 * not as a SmartInitializingSingleton, because Spring Boot makes those in the lazy
 * context of a worker too.
 */
@Component
class DocumentRecovery implements InitializingBean {

	private static final Logger logger = LoggerFactory.getLogger(DocumentRecovery.class);

	private final DocumentStore store;

	private final DocumentFiles files;

	private final DocumentPipeline pipeline;

	private List<Document> unfinished = List.of();

	DocumentRecovery(DocumentStore store, DocumentFiles files, DocumentPipeline pipeline) {
		this.store = store;
		this.files = files;
		this.pipeline = pipeline;
	}

	@Override
	public void afterPropertiesSet() {
		this.files.deleteAllBut(this.store.ids());
		this.unfinished = this.store.unfinished();
	}

	@EventListener(ApplicationReadyEvent.class)
	void resume() {
		for (Document document : this.unfinished) {
			Set<Integer> finished = this.store.pages(document.id())
				.stream()
				.map(Page::number)
				.collect(Collectors.toSet());
			logger.info("Going on with {} ({}): {} of {} pages are finished", document.name(), document.id(),
					finished.size(), document.pages());
			this.pipeline.resume(document, finished);
		}
		this.unfinished = List.of();
	}

}
