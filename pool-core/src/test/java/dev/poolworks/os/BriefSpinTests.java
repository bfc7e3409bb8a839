package dev.poolworks.os;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What a pool learns of spinning.
 */
class BriefSpinTests {

	private final BriefSpin spin = new BriefSpin();

	@BeforeEach
	void needsTwoProcessors() {
		assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
	}

	@Test
	void givesUpAfterSpinsInVain() {
		spinInVain();
		assertThat(this.spin.nanos()).isZero();
	}

	@Test
	void goesOnWhileItIsWorthIt() {
		long before = this.spin.nanos();
		this.spin.until(() -> true);
		assertThat(this.spin.nanos()).isPositive().isEqualTo(before);
	}

	@Test
	void triesAgainFromTimeToTime() {
		spinInVain();
		int waits = 0;
		while (this.spin.nanos() == 0) {
			assertThat(++waits).isLessThan(100);
			this.spin.until(() -> true);
		}
		assertThat(waits).isGreaterThan(10);
	}

	private void spinInVain() {
		for (int i = 0; i < 20; i++) {
			this.spin.until(() -> false);
		}
	}

}
