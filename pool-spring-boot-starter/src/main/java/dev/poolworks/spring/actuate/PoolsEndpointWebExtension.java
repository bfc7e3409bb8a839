package dev.poolworks.spring.actuate;

import java.util.List;
import java.util.Set;

import dev.poolworks.spring.PoolRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What the endpoint {@code pools} does otherwise over HTTP: it knows who asks, says 404
 * with the names that exist, and 400 or 409 with the reason. Thread-safe.
 */
@EndpointWebExtension(endpoint = PoolsEndpoint.class)
public final class PoolsEndpointWebExtension {

	private static final int STATUS_CONFLICT = 409;

	private final PoolsEndpoint endpoint;

	private final PoolRegistry pools;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Makes the extension.
	 * @param endpoint the endpoint
	 * @param pools the pools
	 * @param showValues when values of the configuration that may be secret are shown
	 * @param roles one of them is needed to see such values; empty: any authenticated
	 * user
	 */
	public PoolsEndpointWebExtension(PoolsEndpoint endpoint, PoolRegistry pools, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.pools = pools;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * One pool.
	 * @param securityContext who asks
	 * @param name the pool's name
	 * @return a {@link PoolDescriptor} with status 200, or an {@link UnknownPool} with
	 * status 404
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> pool(SecurityContext securityContext, @Selector String name) {
		PoolDescriptor pool = this.endpoint.pool(name, this.showValues.isShown(securityContext, this.roles));
		if (pool != null) {
			return new WebEndpointResponse<>(pool);
		}
		return unknown(name);
	}

	/**
	 * Changes a pool.
	 * @param name the pool's name
	 * @param action what to do
	 * @param minSize a number, as text: what is none gets an answer of ours
	 * @param maxSize a number, as text
	 * @return a {@link PoolChange} with status 200, a {@link RefusedChange} with status
	 * 400, or 409 if the pool ends, or an {@link UnknownPool} with status 404
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String name, @Selector String action,
			@Nullable String minSize, @Nullable String maxSize) {
		return change(name, action, new PoolChanges.Sizes(minSize, maxSize));
	}

	/**
	 * Changes a pool. This is the operation for a request without a body: one with
	 * parameters would be refused for its lack of a content type.
	 * @param name the pool's name
	 * @param action what to do
	 * @return as above
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String name, @Selector String action) {
		return change(name, action, PoolChanges.Sizes.NONE);
	}

	private WebEndpointResponse<OperationResponseBody> change(String name, String action, PoolChanges.Sizes sizes) {
		try {
			PoolChange change = this.endpoint.change(name, action, sizes);
			return (change != null) ? new WebEndpointResponse<>(change) : unknown(name);
		}
		catch (RefusedChangeException ex) {
			return new WebEndpointResponse<>(ex.refusal(),
					ex.isConflict() ? STATUS_CONFLICT : WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	private WebEndpointResponse<OperationResponseBody> unknown(String name) {
		UnknownPool answer = new UnknownPool("no pool is named '" + name + "'", List.copyOf(this.pools.names()));
		return new WebEndpointResponse<>(answer, WebEndpointResponse.STATUS_NOT_FOUND);
	}

	/**
	 * The answer for a pool that is not there.
	 *
	 * @param error the fact
	 * @param pools the names that exist
	 */
	public record UnknownPool(String error, List<String> pools) implements OperationResponseBody {

	}

}
