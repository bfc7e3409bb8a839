package dev.poolworks;

import java.io.Serializable;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A unit of work with a result, able to cross a process boundary: a lambda handed to a
 * parameter of this type is compiled to a serializable one.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface Task<T extends @Nullable Object> extends Callable<T>, Serializable {

}
