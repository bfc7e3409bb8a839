package dev.poolworks.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer to a change that was not made. The pool is as it was.
 *
 * @param error the fact
 * @param state what the pool is and does
 * @param cure what to do
 */
public record RefusedChange(String error, String state, String cure) implements OperationResponseBody {

}
