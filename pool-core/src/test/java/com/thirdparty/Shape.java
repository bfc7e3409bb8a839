package com.thirdparty;

import java.io.Serializable;

/**
 * A harmless class of some library, which nobody here can know to be harmless.
 *
 * @param sides how many it has
 */
public record Shape(int sides) implements Serializable {
}
