package dev.poolworks.spring.diagnostics;

import dev.poolworks.spring.UnknownPoolException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows a pool that was asked for while the application started and is not configured.
 */
final class UnknownPoolFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPoolException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownPoolException cause) {
		String description = "There is no pool '" + cause.name() + "'. "
				+ (cause.known().isEmpty() ? "No pool is configured under pool.executors."
						: "The configured pools are: " + String.join(", ", cause.known()) + ".");
		String action = (cause.suggestion() != null) ? "Did you mean '" + cause.suggestion() + "'?"
				: "Configure the pool under pool.executors." + cause.name() + ", or use the name of one of those.";
		return new FailureAnalysis(description, action, cause);
	}

}
