package dev.poolworks.benchmarks.elasticity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import dev.poolworks.PoolEvent;
import dev.poolworks.policy.ScalingPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * That the contestants can be compared at all, and that the figures are right.
 */
class ElasticityTests {

	private static final Machine MACHINE = Machine.DEFAULT;

	static Stream<Load> loads() {
		return Loads.all(1).stream();
	}

	@ParameterizedTest
	@MethodSource("loads")
	void modelAndEngineOfTheSameSizeGiveTheSameFigures(Load load) {
		// the engine starts no more workers at a time than there are cores
		Machine machine = new Machine(load.maxSize(), MACHINE.startNanos(), MACHINE.startNoise(), false);
		Outcome engine = new EnginePool("engine", ScalingPolicy.fixed(), 60 * Timeline.SECOND).run(load, machine, 1);
		Outcome model = peer("fixed(max)").run(load, machine, 1);
		assertThat(engine.waits()).isEqualTo(model.waits());
		assertThat(engine.workerSeconds()).isEqualTo(model.workerSeconds(), within(1e-6));
		assertThat(engine.starts()).isEqualTo(model.starts());
		assertThat(engine.peak()).isEqualTo(model.peak());
	}

	/** All of one seed, and a day at whose peak there are more tasks than workers. */
	static Stream<Load> loadsForTheOracle() {
		return Stream.concat(loads(), Loads.all(201).stream().filter((load) -> load.name().equals("diurnal")));
	}

	@ParameterizedTest
	@MethodSource("loadsForTheOracle")
	void oracleIsNoDearerThanAnyoneAsQuick(Load load) {
		Oracle oracle = new Oracle(load, MACHINE);
		for (Contestant contestant : ElasticityBenchmark.contestants()) {
			Outcome outcome = contestant.run(load, MACHINE, 1);
			assertThat(oracle.workerSeconds(outcome.p99Millis())).describedAs(contestant.name())
				.isLessThanOrEqualTo(outcome.workerSeconds());
		}
	}

	@Test
	void sameSeedGivesTheSameFigures() {
		Contestant contestant = peer("uWSGI busyness");
		Outcome first = contestant.run(Loads.all(7).get(1), MACHINE, 7);
		Outcome second = contestant.run(Loads.all(7).get(1), MACHINE, 7);
		assertThat(second.waits()).isEqualTo(first.waits());
		assertThat(second.workerSeconds()).isEqualTo(first.workerSeconds());
		assertThat(Loads.all(8).get(1).arrivals()).isNotEqualTo(Loads.all(7).get(1).arrivals());
	}

	@Test
	void startsThatShareACoreTakeAsLongAsAllOfThem() {
		Timeline timeline = new Timeline();
		Cores cores = new Cores(timeline, 2);
		List<Long> ends = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			cores.run(100, () -> ends.add(timeline.now()));
		}
		timeline.at(300, () -> cores.run(50, () -> ends.add(timeline.now())));
		while (timeline.next() != Timeline.NEVER) {
			timeline.step();
		}
		assertThat(ends).containsExactly(200L, 200L, 200L, 200L, 350L);
	}

	@Test
	void figuresOfASmallRunAreThoseWorkedOutByHand() {
		// two tasks of 3 s at 10 s; workers start in exactly 1 s; one at 0, another at 10
		Load load = new Load("small", "by hand", 1, 2, seconds(20), seconds(10), 2,
				new long[] { seconds(10), seconds(10) }, new long[] { seconds(3), seconds(3) });
		Machine machine = new Machine(1, seconds(1), 0, false);
		Outcome outcome = new EnginePool("eager", ScalingPolicy.eager(), seconds(4)).run(load, machine, 1);
		assertThat(outcome.waits()).containsExactly(0, seconds(1));
		// the first worker ends after 4 idle seconds, at 17; the other one stays
		assertThat(outcome.workerSeconds()).isEqualTo(17 + 10, within(1e-6));
		assertThat(outcome.starts()).isEqualTo(2);
		assertThat(outcome.flaps()).isZero();
		assertThat(outcome.scaleOutSeconds()).isEqualTo(1, within(1e-6));
		assertThat(outcome.peak()).isEqualTo(2);
	}

	@Test
	void startSoonAfterAStopIsAFlap() {
		Load load = new Load("flaps", "by hand", 0, 1, seconds(100), Timeline.NEVER, 0,
				new long[] { seconds(10), seconds(20), seconds(80) }, new long[] { 1, 1, 1 });
		Machine machine = new Machine(1, seconds(1), 0, false);
		Outcome outcome = new EnginePool("eager", ScalingPolicy.eager(), seconds(2)).run(load, machine, 1);
		assertThat(outcome.starts()).isEqualTo(3);
		assertThat(outcome.flaps()).isEqualTo(1);
	}

	@Test
	void oneToThirtyTwoWorkersTakeNoMoreThanSixDecisionsWhereAllMayStartAtOnce() {
		Load load = burst(1000, 1, 32);
		List<PoolEvent.Scaled> growth = growth(events(load, new Machine(32, MACHINE.startNanos(), 0.15, false)));
		assertThat(growth).filteredOn((decision) -> decision.from() > 0).hasSizeBetween(1, 6);
		assertThat(growth).last().extracting(PoolEvent.Scaled::to).isEqualTo(32);
	}

	@Test
	void noMoreThanTwoWorkersStartAtATimeOnTwoCores() {
		Load load = burst(1000, 1, 32);
		List<PoolEvent> events = events(load, new Machine(2, MACHINE.startNanos(), 0.15, false));
		assertThat(growth(events)).allMatch((decision) -> decision.to() - decision.from() <= 2)
			.last()
			.extracting(PoolEvent.Scaled::to)
			.isEqualTo(32);
		int starting = 0;
		int most = 0;
		for (PoolEvent event : events) {
			if (event instanceof PoolEvent.WorkerStarted) {
				most = Math.max(most, ++starting);
			}
			else if (event instanceof PoolEvent.WorkerReady) {
				starting--;
			}
		}
		assertThat(most).isEqualTo(2);
	}

	@Test
	@Tag("slow")
	void adaptivePolicyKeepsItsPromises() {
		List<Trial> trials = loads().map((load) -> Trial.run(load, MACHINE, 1, ElasticityBenchmark.contestants()))
			.toList();
		assertThat(Check.of(trials, "adaptive")).hasSize(13).allMatch(Check::kept);
	}

	/** What an adaptive pool tells of itself under a load. */
	private static List<PoolEvent> events(Load load, Machine machine) {
		List<PoolEvent> events = new ArrayList<>();
		new EnginePool("adaptive", ScalingPolicy.adaptive(), 60 * Timeline.SECOND, events::add).run(load, machine, 1);
		return events;
	}

	private static List<PoolEvent.Scaled> growth(List<PoolEvent> events) {
		return events.stream()
			.filter(PoolEvent.Scaled.class::isInstance)
			.map(PoolEvent.Scaled.class::cast)
			.filter((scaled) -> scaled.to() > scaled.from())
			.toList();
	}

	/** Many tasks of a second, all at once after ten seconds. */
	private static Load burst(int tasks, int minSize, int maxSize) {
		long[] arrivals = new long[tasks];
		long[] services = new long[tasks];
		Arrays.fill(arrivals, seconds(10));
		Arrays.fill(services, seconds(1));
		return new Load("burst", "by hand", minSize, maxSize, seconds(100), seconds(10), maxSize, arrivals, services);
	}

	@Test
	void plotIsWellFormedAndNamesItsPolicies() throws Exception {
		Load load = Loads.all(1).get(8);
		List<Outcome> outcomes = Peers.all().stream().map((peer) -> peer.run(load, MACHINE, 1)).toList();
		Trial trial = new Trial(load, new Oracle(load, MACHINE), outcomes, Set.of());
		String svg = Plot.of(trial, List.of("loky", "fixed(max)"));
		DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
		assertThat(svg).contains("loky: wait p50").contains("fixed(max): wait p50").contains("minutes");
	}

	private static long seconds(long seconds) {
		return seconds * Timeline.SECOND;
	}

	private static Contestant peer(String name) {
		return Peers.all().stream().filter((peer) -> peer.name().equals(name)).findFirst().orElseThrow();
	}

}
