package dev.poolworks.spring.actuate;

import dev.poolworks.process.MemoryBudget;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the workers of all process pools share, as the endpoint tells it.
 *
 * @param bytes for all workers together
 * @param taken what the workers have of it, in bytes; more than {@code bytes} if they
 * need more than was expected of them
 */
public record BudgetSummary(long bytes, long taken) {

	static @Nullable BudgetSummary of(@Nullable MemoryBudget budget) {
		return (budget != null) ? new BudgetSummary(budget.bytes(), budget.takenBytes()) : null;
	}

}
