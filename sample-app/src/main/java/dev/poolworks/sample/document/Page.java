package dev.poolworks.sample.document;

import dev.poolworks.sample.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A finished page of a document.
 *
 * @param number from 1
 * @param width of the image in pixels; 0 if there is none
 * @param height of the image in pixels; 0 if there is none
 * @param textLength length of its text, in characters
 * @param problem why there is no image, or {@code null}
 */
public record Page(int number, int width, int height, int textLength, @Nullable Problem problem) {

	static Page failed(int number, Problem problem) {
		return new Page(number, 0, 0, 0, problem);
	}

}
