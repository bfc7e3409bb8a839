package dev.poolworks.sample.web;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class UploadGateTests {

	private final UploadGate gate = new UploadGate();

	private final ExecutorService requests = Executors.newCachedThreadPool();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void endRequests() throws InterruptedException {
		this.end.countDown();
		this.requests.shutdown();
		assertThat(this.requests.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void slowUploadsKeepNobodyOut() throws Exception {
		int uploads = 3 * Runtime.getRuntime().availableProcessors();
		CountDownLatch inside = new CountDownLatch(uploads);
		for (int i = 0; i < uploads; i++) {
			send("POST", inside);
		}
		assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void uploadsGoOnWhenOthersEnd() throws Exception {
		List<CompletableFuture<Void>> uploads = new ArrayList<>();
		this.end.countDown();
		for (int i = 0; i < 50; i++) {
			uploads.add(send("POST", new CountDownLatch(1)));
		}
		CompletableFuture.allOf(uploads.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
	}

	@Test
	void otherRequestsDoNotWait() throws Exception {
		int uploads = Runtime.getRuntime().availableProcessors();
		CountDownLatch inside = new CountDownLatch(uploads);
		for (int i = 0; i < uploads; i++) {
			send("POST", inside);
		}
		assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
		CountDownLatch list = new CountDownLatch(1);
		send("GET", list);
		assertThat(list.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private CompletableFuture<Void> send(String method, CountDownLatch inside) {
		FilterChain chain = (request, response) -> {
			inside.countDown();
			awaitEnd();
		};
		return CompletableFuture.runAsync(() -> {
			try {
				this.gate.doFilter(new MockHttpServletRequest(method, "/documents"), new MockHttpServletResponse(),
						chain);
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}, this.requests);
	}

	private void awaitEnd() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
