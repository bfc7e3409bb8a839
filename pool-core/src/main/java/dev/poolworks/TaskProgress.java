package dev.poolworks;

import org.jspecify.annotations.Nullable;

/**
 * How far a task says it is.
 *
 * @param done units of work done
 * @param total units of work in all; 0 or less where unknown
 * @param message a few words, or {@code null}
 */
public record TaskProgress(long done, long total, @Nullable String message) {

}
