package dev.poolworks.sample.web;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Spreads out uploads that arrive all at once: as many as there are processors go ahead,
 * each of the others waits for one of them to end, though never long, so that slow
 * clients keep nobody out. A hundred at once would share the processors with every other
 * request, the one for the service's health included.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class UploadGate extends OncePerRequestFilter {

	private static final long PATIENCE_MILLIS = 2000;

	private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !HttpMethod.POST.matches(request.getMethod()) || !request.getRequestURI().endsWith("/documents");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		boolean placed = tryPlace();
		try {
			chain.doFilter(request, response);
		}
		finally {
			if (placed) {
				this.places.release();
			}
		}
	}

	private boolean tryPlace() {
		try {
			return this.places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
