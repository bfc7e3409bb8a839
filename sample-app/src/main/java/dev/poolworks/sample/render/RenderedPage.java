package dev.poolworks.sample.render;

import java.io.Serializable;

/**
 * One page as it comes back from a worker.
 *
 * @param png the thumbnail, a PNG file
 * @param width its width in pixels
 * @param height its height in pixels
 * @param text the text of the page, in reading order as far as the document tells
 */
public record RenderedPage(byte[] png, int width, int height, String text) implements Serializable {

}
