package dev.poolworks.spring.actuate;

import java.util.concurrent.TimeUnit;

import dev.poolworks.PoolType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class PoolReadingTests {

	private final FakePool fake = new FakePool("render", PoolType.PROCESS);

	private long now = Long.MAX_VALUE - 10;

	private final PoolReading reading = new PoolReading(this.fake.pool, () -> this.now);

	@Test
	void snapshotIsTakenOnceForReadsInARow() {
		for (int i = 0; i < 20; i++) {
			this.reading.snapshot();
			this.now += TimeUnit.MILLISECONDS.toNanos(4);
		}
		verify(this.fake.pool, times(1)).snapshot();
	}

	@Test
	void snapshotIsTakenAgainAfterHundredMilliseconds() {
		this.reading.snapshot();
		this.fake.suspended = true;
		this.now += TimeUnit.MILLISECONDS.toNanos(100);
		assertThat(this.reading.snapshot().suspended()).isTrue();
	}

	@Test
	void rssBytesIsTheSumOfTheWorkersTakenOnce() {
		this.fake.workers.add(FakePool.process(1, 101, 3_000_000));
		this.fake.workers.add(FakePool.process(2, 102, 4_000_000));
		assertThat(this.reading.rssBytes()).isEqualTo(7_000_000);
		assertThat(this.reading.rssBytes()).isEqualTo(7_000_000);
		verify(this.fake.pool, times(1)).workers();
	}

}
