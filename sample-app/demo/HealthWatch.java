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

	private static final int WARM_UP = 20;

	private final Demo demo;

	private final HttpClient http = HttpClient.newHttpClient();

	private final List<Long> nanos = new ArrayList<>();

	private final Thread thread = new Thread(this, "health");

	private volatile boolean stopped;

	private HealthWatch(Demo demo) {
		this.demo = demo;
	}

	/** The first answers, for which the service has to load classes, do not count. */
	static HealthWatch start(Demo demo) throws IOException, InterruptedException {
		HealthWatch watch = new HealthWatch(demo);
		for (int i = 0; i < WARM_UP; i++) {
			watch.http.send(demo.request("actuator/health").build(), BodyHandlers.discarding());
		}
		watch.thread.start();
		return watch;
	}

	@Override
	public void run() {
		HttpRequest request = this.demo.request("actuator/health").build();
		while (!this.stopped) {
			long start = System.nanoTime();
			try {
				int status = this.http.send(request, BodyHandlers.discarding()).statusCode();
				this.nanos.add(System.nanoTime() - start);
				if (status != 200) {
					this.demo.fail("health answered " + status);
				}
				Thread.sleep(20);
			}
			catch (IOException | InterruptedException ex) {
				this.demo.fail("health did not answer: " + ex);
				return;
			}
		}
	}

	void stop() throws InterruptedException {
		this.stopped = true;
		this.thread.join();
	}

	void report() {
		List<Long> sorted = this.nanos.stream().sorted().toList();
		System.out.printf(Locale.ROOT, "health  %d answers, median %.1f ms, p99 %.1f ms, max %.1f ms, %d over 100 ms%n",
				sorted.size(), millis(sorted, 0.5), millis(sorted, 0.99), millis(sorted, 1),
				sorted.stream().filter((one) -> one > 100_000_000L).count());
	}

	private static double millis(List<Long> sorted, double quantile) {
		return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1) / 1e6;
	}

}
