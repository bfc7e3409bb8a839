package dev.poolworks.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer to a change that was made.
 *
 * @param name the pool's name
 * @param action what was done
 * @param snapshot what the pool is and does since
 */
public record PoolChange(String name, String action, PoolSummary snapshot) implements OperationResponseBody {

}
