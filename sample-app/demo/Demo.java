import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts the sample service, sends it every PDF of a folder at once, kills a worker, calls
 * the three chaos endpoints, and watches the health endpoint all the while. At last it
 * kills the service itself and looks for workers that survive. Needs the JDK only.
 */
public final class Demo {

	/** For everything, in seconds. */
	private static final int LIMIT = 280;

	private static final Duration SURVIVAL_LIMIT = Duration.ofSeconds(2);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Instant deadline = Instant.now().plusSeconds(LIMIT);

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

	private final List<String> failures = new ArrayList<>();

	private final Path data;

	private final Path log;

	private final Process service;

	private URI root = URI.create("http://127.0.0.1/");

	private Demo(Path jar) throws IOException {
		this.data = Files.createTempDirectory("poolworks-demo");
		this.log = this.data.resolve("service.log");
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		this.service = new ProcessBuilder(java, "-jar", jar.toString(), "--server.port=0",
				"--server.address=127.0.0.1", "--sample.chaos=true", "--sample.data=" + this.data)
			.redirectErrorStream(true)
			.redirectOutput(this.log.toFile())
			.start();
	}

	public static void main(String[] args) throws Exception {
		List<Path> files = pdfs(Path.of(args[1]));
		Demo demo = new Demo(Path.of(args[0]));
		Runtime.getRuntime().addShutdownHook(new Thread(demo::cleanUp));
		try {
			demo.run(files);
		}
		catch (IllegalStateException ex) {
			demo.fail(ex.getMessage());
		}
		demo.failures.forEach((failure) -> System.out.println("FAILED: " + failure));
		System.out.println(demo.failures.isEmpty() ? "\nEverything held." : "");
		System.exit(demo.failures.isEmpty() ? 0 : 1);
	}

	private static List<Path> pdfs(Path folder) throws IOException {
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.filter((file) -> file.toString().toLowerCase(Locale.ROOT).endsWith(".pdf")).sorted().toList();
		}
	}

	private void run(List<Path> files) throws Exception {
		this.root = URI.create("http://127.0.0.1:" + awaitPort() + "/");
		HealthWatch health = HealthWatch.start(this);
		say("service up on " + this.root + ", sending " + files.size() + " documents at once");
		Map<Path, CompletableFuture<HttpResponse<String>>> uploads = new LinkedHashMap<>();
		files.forEach((file) -> uploads.put(file, upload(file)));
		killOneWorker();
		chaos();
		Map<Path, String> accepted = accepted(uploads);
		awaitEnd();
		health.stop();
		table(accepted);
		workers();
		health.report("health all the while");
		killService();
	}

	// What is done to the service

	private CompletableFuture<HttpResponse<String>> upload(Path file) {
		String boundary = "boundary-of-the-demo";
		String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
				+ file.getFileName() + "\"\r\nContent-Type: application/pdf\r\n\r\n";
		try {
			HttpRequest request = HttpRequest.newBuilder(this.root.resolve("documents"))
				.header("Content-Type", "multipart/form-data; boundary=" + boundary)
				.POST(BodyPublishers.concat(BodyPublishers.ofString(head), BodyPublishers.ofFile(file),
						BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
				.timeout(Duration.ofSeconds(60))
				.build();
			return this.http.sendAsync(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void killOneWorker() throws Exception {
		long pid = await("a worker with a task", () -> pids(render(), "BUSY").findFirst());
		ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
		say("killed worker process " + pid + " (SIGKILL)");
	}

	private void chaos() throws Exception {
		Map<String, String> expected = new LinkedHashMap<>();
		expected.put("loop", "too-slow");
		expected.put("memory", "out-of-memory");
		expected.put("halt", "worker-crashed");
		for (Map.Entry<String, String> call : expected.entrySet()) {
			HttpResponse<String> answer = this.http.send(
					request("chaos/" + call.getKey()).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
			Map<?, ?> problem = object(answer.body());
			say("chaos/" + call.getKey() + ": " + answer.statusCode() + " " + problem.get("detail"));
			if (!String.valueOf(problem.get("type")).endsWith("#" + call.getValue())) {
				fail("chaos/" + call.getKey() + " should end as " + call.getValue() + ": " + answer.body());
			}
		}
	}

	private Map<Path, String> accepted(Map<Path, CompletableFuture<HttpResponse<String>>> uploads) {
		Map<Path, String> ids = new LinkedHashMap<>();
		uploads.forEach((file, upload) -> {
			HttpResponse<String> answer = upload.join();
			if (answer.statusCode() == 202) {
				ids.put(file, String.valueOf(object(answer.body()).get("id")));
			}
			else {
				ids.put(file, "refused: " + object(answer.body()).get("detail"));
			}
		});
		return ids;
	}

	private void awaitEnd() throws Exception {
		Supplier<Optional<Boolean>> allEnded = () -> {
			List<?> documents = (List<?>) get("documents?limit=500").get("documents");
			boolean open = documents.stream()
				.anyMatch((one) -> List.of("queued", "rendering").contains(((Map<?, ?>) one).get("state")));
			return open ? Optional.empty() : Optional.of(true);
		};
		await("the end of all documents", allEnded);
		say("all documents have an outcome");
	}

	private void killService() throws Exception {
		this.http.sendAsync(request("chaos/loop").POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
		List<Long> pids = await("a worker in an endless loop",
				() -> Optional.of(pids(render(), "BUSY").toList()).filter((busy) -> !busy.isEmpty()));
		if (!this.service.isAlive()) {
			fail("the service died, exit code " + this.service.exitValue());
		}
		this.service.destroyForcibly().waitFor();
		long start = System.nanoTime();
		for (long pid : pids) {
			ProcessHandle.of(pid).ifPresent((worker) -> awaitExit(worker, start));
		}
		say("killed the service itself in the middle of an endless loop; its " + pids.size()
				+ " busy worker(s) were gone after " + (System.nanoTime() - start) / 1_000_000 + " ms");
	}

	private void awaitExit(ProcessHandle worker, long start) {
		while (isRunning(worker)) {
			if (System.nanoTime() - start > SURVIVAL_LIMIT.toNanos()) {
				fail("worker " + worker.pid() + " survived the service by more than " + SURVIVAL_LIMIT.toSeconds() + " s");
				worker.destroyForcibly();
				return;
			}
			LockSupport.parkNanos(2_000_000);
		}
	}

	/** One that has ended and that nobody has asked for its exit code is there, but has no command. */
	private static boolean isRunning(ProcessHandle process) {
		return process.isAlive() && process.info().command().isPresent();
	}

	// What came of it

	private void table(Map<Path, String> accepted) {
		System.out.printf("%n%-62s %s%n", "document", "outcome");
		Map<String, Integer> summary = new LinkedHashMap<>();
		accepted.forEach((file, id) -> {
			String outcome = id.startsWith("refused") ? id : outcome(get("documents/" + id));
			summary.merge(outcome.replaceAll("[ :].*", ""), 1, Integer::sum);
			System.out.printf("%-62.62s %.160s%n", file.getFileName(), outcome);
		});
		System.out.println("\n" + accepted.size() + " documents: " + summary);
	}

	private String outcome(Map<?, ?> document) {
		Map<?, ?> progress = (Map<?, ?>) document.get("progress");
		String pages = progress.get("done") + " of " + progress.get("total") + " pages";
		if (document.get("problem") instanceof Map<?, ?> problem) {
			return "failed: " + problem.get("detail");
		}
		String lost = ((List<?>) document.get("pages")).stream()
			.map((page) -> ((Map<?, ?>) page).get("problem"))
			.filter(Map.class::isInstance)
			.map((problem) -> String.valueOf(((Map<?, ?>) problem).get("detail")))
			.collect(Collectors.joining(" / "));
		return document.get("state") + " " + pages + (lost.isEmpty() ? "" : ": " + lost);
	}

	private void workers() {
		Map<?, ?> snapshot = (Map<?, ?>) render().get("snapshot");
		System.out.println("workers " + snapshot.get("workers") + "\ntasks   " + snapshot.get("tasks"));
	}

	// Small things

	private int awaitPort() throws Exception {
		return await("the service to start", () -> {
			try {
				Matcher port = PORT.matcher(Files.readString(this.log));
				return port.find() ? Optional.of(Integer.valueOf(port.group(1))) : Optional.empty();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private <T> T await(String what, Supplier<Optional<T>> condition) throws Exception {
		Optional<T> found = condition.get();
		while (found.isEmpty()) {
			if (Instant.now().isAfter(this.deadline)) {
				throw new IllegalStateException("waited for " + what + " in vain; " + tail());
			}
			if (this.service.waitFor(50, TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("the service died, exit code " + this.service.exitValue() + "; " + tail());
			}
			found = condition.get();
		}
		return found.get();
	}

	private String tail() throws IOException {
		List<String> lines = Files.readAllLines(this.log);
		return "its log ends with:\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
	}

	private Map<?, ?> render() {
		return get("actuator/pools/render");
	}

	private static Stream<Long> pids(Map<?, ?> pool, String state) {
		return ((List<?>) pool.get("workers")).stream()
			.map((worker) -> (Map<?, ?>) worker)
			.filter((worker) -> state.equals(worker.get("state")))
			.map((worker) -> (Long) worker.get("pid"));
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.root.resolve(path)).timeout(Duration.ofSeconds(90));
	}

	private Map<?, ?> get(String path) {
		try {
			return object(this.http.send(request(path).build(), BodyHandlers.ofString()).body());
		}
		catch (IOException ex) {
			throw new IllegalStateException("no answer to GET " + path + ": " + ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted", ex);
		}
	}

	private static Map<?, ?> object(String json) {
		return (Map<?, ?>) new Json(json).value();
	}

	void fail(String what) {
		this.failures.add(what);
	}

	private static void say(String what) {
		System.out.println("- " + what);
	}

	private void cleanUp() {
		this.service.destroyForcibly();
		try (Stream<Path> files = Files.walk(this.data)) {
			this.service.waitFor();
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
		catch (IOException | InterruptedException ex) {
			System.out.println("left behind: " + this.data);
		}
	}

}
