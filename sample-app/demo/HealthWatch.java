import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Asks for the health of the service again and again, and notes how long each answer took.
 */
final class HealthWatch implements Runnable {

	private static final int WARM_UP = 50;

	private static final int BEFORE = 100;

	/** Between two questions, in milliseconds. */
	private static final int PAUSE = 20;

	private final Demo demo;

	private final HttpRequest request;

	private final HttpClient http = HttpClient.newHttpClient();

	private final List<Long> nanos = new ArrayList<>();

	private final Thread thread = new Thread(this, "health");

	private volatile boolean stopped;

	private HealthWatch(Demo demo) {
		this.demo = demo;
		this.request = demo.request("actuator/health").build();
	}

	/**
	 * Starts to ask. First, with nothing else going on, come answers that do not count, for
	 * which the service has to load classes, and then some to compare the others with.
	 */
	static HealthWatch start(Demo demo) throws IOException, InterruptedException {
		HealthWatch watch = new HealthWatch(demo);
		for (int i = 0; i < WARM_UP; i++) {
			watch.ask();
		}
		watch.nanos.clear();
		for (int i = 0; i < BEFORE; i++) {
			watch.ask();
			Thread.sleep(PAUSE);
		}
		watch.report("health before the documents");
		watch.nanos.clear();
		watch.thread.start();
		return watch;
	}

	private void ask() throws IOException, InterruptedException {
		long start = System.nanoTime();
		int status = this.http.send(this.request, BodyHandlers.discarding()).statusCode();
		this.nanos.add(System.nanoTime() - start);
		if (status != 200) {
			this.demo.fail("health answered " + status);
		}
	}

	@Override
	public void run() {
		try {
			while (!this.stopped) {
				ask();
				Thread.sleep(PAUSE);
			}
		}
		catch (IOException | InterruptedException ex) {
			this.demo.fail("health did not answer: " + ex);
		}
	}

	void stop() throws InterruptedException {
		this.stopped = true;
		this.thread.join();
	}

	void report(String when) {
		List<Long> sorted = this.nanos.stream().sorted().toList();
		System.out.printf(Locale.ROOT, "- %s: %d answers, median %.1f ms, p99 %.1f ms, max %.1f ms, %d over 100 ms%n", when,
				sorted.size(), millis(sorted, 0.5), millis(sorted, 0.99), millis(sorted, 1),
				sorted.stream().filter((one) -> one > 100_000_000L).count());
	}

	private static double millis(List<Long> sorted, double quantile) {
		return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1) / 1e6;
	}

}
