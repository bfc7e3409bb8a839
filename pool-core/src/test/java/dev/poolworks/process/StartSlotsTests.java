package dev.poolworks.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.poolworks.engine.Refusal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts at a time, of all pools.
 */
class StartSlotsTests {

	private static final long MB = 1L << 20;

	private final List<String> told = new ArrayList<>();

	private long now;

	private final StartSlots slots = new StartSlots(2, () -> this.now);

	@Test
	void noMoreStartsThanSlotsAreUnderWay() {
		ProcessClaims a = claims("a");
		ProcessClaims b = claims("b");
		assertThat(a.claim(false)).isNull();
		assertThat(b.claim(false)).isNull();
		assertThat(a.claim(true))
			.isEqualTo(new Refusal("2 workers of all pools start, as many as may at a time", true));
		b.started();
		assertThat(a.claim(true)).isNull();
	}

	@Test
	void whoWaitsIsToldInTheOrderOfAsking() {
		ProcessClaims a = claims("a");
		ProcessClaims b = claims("b");
		ProcessClaims c = claims("c");
		a.claim(false);
		a.claim(false);
		c.claim(false);
		b.claim(false);
		a.claim(false);
		a.started();
		assertThat(this.told).containsExactly("c", "b", "a");
		assertThat(c.claim(false)).isNull();
		c.claim(false);
		this.told.clear();
		a.started();
		assertThat(this.told).containsExactly("b", "a", "c");
	}

	@Test
	void whoHasLeftIsNotTold() {
		ProcessClaims a = claims("a");
		ProcessClaims b = claims("b");
		a.claim(false);
		a.claim(false);
		b.claim(false);
		b.leave();
		a.started();
		assertThat(this.told).isEmpty();
	}

	@Test
	void startThatTakesVeryLongDoesNotHoldUpOtherPools() {
		ProcessClaims hanging = claims("hanging");
		ProcessClaims other = claims("other");
		hanging.claim(false);
		hanging.claim(false);
		this.now += Duration.ofSeconds(10).toNanos();
		assertThat(other.claim(false)).isNotNull();
		this.now++;
		assertThat(other.claim(false)).isNull();
		assertThat(other.claim(false)).isNull();
		assertThat(other.claim(false)).isNotNull();
		hanging.started();
		hanging.started();
		hanging.started();
		assertThat(other.claim(false)).isNull();
	}

	@Test
	void slotIsPutBackIfThereIsNoMemory() {
		MemoryBudget budget = MemoryBudget.of(50 * MB);
		ProcessClaims poor = new ProcessClaims(this.slots, new BudgetShare(budget, "poor", 40 * MB));
		poor.join(member("poor"));
		assertThat(poor.claim(false)).isNull();
		poor.started();
		assertThat(poor.claim(false))
			.isEqualTo(new Refusal("the workers of all pools have 40 MB of 50 MB, another one needs 40 MB", false));
		ProcessClaims other = claims("other");
		assertThat(other.claim(false)).isNull();
		assertThat(other.claim(false)).isNull();
	}

	private ProcessClaims claims(String pool) {
		ProcessClaims claims = new ProcessClaims(this.slots, null);
		claims.join(member(pool));
		return claims;
	}

	private BudgetShare.Member member(String pool) {
		return new BudgetShare.Member() {

			@Override
			public boolean makeRoom(boolean urgent) {
				return false;
			}

			@Override
			public void roomMade() {
				StartSlotsTests.this.told.add(pool);
			}

		};
	}

}
