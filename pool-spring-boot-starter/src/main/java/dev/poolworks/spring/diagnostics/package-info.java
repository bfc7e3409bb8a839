/**
 * Start-up failures that say what is wrong, where it is written and how to cure it.
 *
 * <pre>
 *  wrong key, wrong &#64;PooledTask ──▶ PoolConfigurationException ──▶ failure analysis: description, action
 * </pre>
 */
@NullMarked
package dev.poolworks.spring.diagnostics;

import org.jspecify.annotations.NullMarked;
