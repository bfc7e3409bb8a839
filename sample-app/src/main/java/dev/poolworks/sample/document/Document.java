package dev.poolworks.sample.document;

import java.time.Instant;
import java.util.UUID;

import dev.poolworks.sample.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A document as the database has it.
 *
 * @param id its identity
 * @param name the name of the uploaded file
 * @param sizeBytes its size
 * @param state where in its life it is
 * @param pages how many it has; 0 until they are counted
 * @param pagesDone pages with an image
 * @param pagesFailed pages with a problem
 * @param textLength length of the text of the pages done, in characters
 * @param created when it was uploaded
 * @param finished when it was done or failed, or {@code null}
 * @param problem why it failed, or {@code null}
 */
public record Document(UUID id, String name, long sizeBytes, DocumentState state, int pages, int pagesDone,
		int pagesFailed, long textLength, Instant created, @Nullable Instant finished, @Nullable Problem problem) {

}
