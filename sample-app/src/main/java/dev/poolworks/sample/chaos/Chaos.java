package dev.poolworks.sample.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.poolworks.spring.PooledTask;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * Tasks nobody should write. They overtake waiting pages, so that whoever asked sees the
 * answer soon.
 */
@Component
@ConditionalOnBooleanProperty("sample.chaos")
public class Chaos {

	private static final int CHUNK_BYTES = 1024 * 1024;

	/** Read by nobody; it keeps the compiler from taking the loop away. */
	private volatile long turns;

	/**
	 * Never ends, and does not heed an interrupt.
	 * @return nothing, ever
	 */
	@PooledTask(pool = "render", name = "chaos: endless loop", timeout = "3s", priority = 10)
	public CompletableFuture<Long> loop() {
		while (this.turns >= 0) {
			this.turns++;
		}
		return CompletableFuture.completedFuture(this.turns);
	}

	/**
	 * Takes memory until there is none.
	 * @return nothing, ever
	 */
	@PooledTask(pool = "render", name = "chaos: memory bomb", priority = 10)
	public CompletableFuture<Long> memory() {
		List<byte[]> hoard = new ArrayList<>();
		while (this.turns >= 0) {
			hoard.add(new byte[CHUNK_BYTES]);
		}
		return CompletableFuture.completedFuture((long) hoard.size());
	}

	/**
	 * Ends the JVM on the spot, without shutdown hooks.
	 * @return nothing, ever
	 */
	@PooledTask(pool = "render", name = "chaos: halt", priority = 10)
	public CompletableFuture<Long> halt() {
		Runtime.getRuntime().halt(13);
		return CompletableFuture.completedFuture(this.turns);
	}

}
