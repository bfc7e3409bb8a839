package dev.poolworks.benchmarks.mischief;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.poolworks.PoolType;
import dev.poolworks.benchmarks.Leftovers;

/**
 * All deeds in random order, several at once, on one pool of each type; at the end each
 * pool must have counted exactly what those who submitted have seen, and nothing may be
 * left over.
 */
public final class Riot {

	private static final int ACTORS = 4;

	private static final int WORKERS = 3;

	private final Duration time;

	private final long seed;

	private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

	private final Map<String, Integer> done = Collections.synchronizedMap(new TreeMap<>());

	private final AtomicInteger deeds = new AtomicInteger();

	/**
	 * A riot that has not begun.
	 * @param time how long
	 * @param seed of the order
	 */
	public Riot(Duration time, long seed) {
		this.time = time;
		this.seed = seed;
	}

	/**
	 * Lets it happen.
	 * @return what is wrong; empty if nothing is
	 * @throws Exception if it cannot be done
	 */
	public List<String> run() throws Exception {
		List<Scene> scenes = new ArrayList<>();
		for (PoolType type : types()) {
			scenes.add(Scene.of(type, WORKERS, false));
		}
		long end = System.nanoTime() + this.time.toNanos();
		List<Thread> actors = new ArrayList<>();
		for (int i = 0; i < ACTORS; i++) {
			Random random = new Random(this.seed * ACTORS + i);
			actors.add(Scene.start("actor " + i, () -> act(scenes, random, end)));
		}
		for (Thread actor : actors) {
			actor.join();
		}
		for (Scene scene : scenes) {
			attempt("the end of the " + scene.type() + " pool", scene, (pool) -> {
				pool.serves();
				pool.limits();
				pool.end();
			});
			System.out.println(scene.type() + ": " + scene.pool().snapshot().tasks());
		}
		this.wrong.addAll(Leftovers.await("m", Duration.ofSeconds(20)));
		System.out.println(this.deeds + " deeds, " + this.done.size() + " different ones");
		return this.wrong;
	}

	/**
	 * The types of pools that this JVM can have.
	 * @return all, or those without virtual threads
	 */
	public static List<PoolType> types() {
		return (Runtime.version().feature() >= 21) ? List.of(PoolType.values())
				: List.of(PoolType.THREAD, PoolType.PROCESS);
	}

	private void act(List<Scene> scenes, Random random, long end) {
		List<Deed> all = Deed.all();
		while (System.nanoTime() - end < 0 && this.wrong.size() < 100) {
			Deed deed = all.get(random.nextInt(all.size()));
			Scene scene = scenes.get(random.nextInt(scenes.size()));
			if (deed.types().contains(scene.type())) {
				attempt(deed.name() + " (" + scene.type() + ")", scene, deed.act());
				this.deeds.incrementAndGet();
				this.done.merge(deed.name(), 1, Integer::sum);
			}
		}
	}

	private void attempt(String what, Scene scene, Deed.Act act) {
		try {
			act.commit(scene);
		}
		catch (Throwable ex) { // told below: none is expected
			if (Thread.interrupted()) {
				this.wrong.add(what + ": left its thread interrupted");
			}
			ex.printStackTrace();
			this.wrong.add(what + ": " + ex);
		}
	}

}
