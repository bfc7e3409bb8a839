package dev.poolworks.wire;

/**
 * A frame as it was received.
 *
 * @param type what it is
 * @param id the task it is about, or 0
 * @param body the rest; not to be changed
 */
public record Frame(FrameType type, long id, byte[] body) {

}
