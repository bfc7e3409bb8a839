package dev.poolworks;

import java.io.Serializable;

/**
 * A unit of work without a result, able to cross a process boundary.
 */
@FunctionalInterface
public interface TaskAction extends Runnable, Serializable {

}
