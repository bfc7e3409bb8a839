package dev.poolworks.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The executable jar, running as a process of its own. Closing it ends the process and
 * looks for workers that are still there.
 */
final class RunningService implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	private final Path log;

	private final Process process;

	private final URI root;

	private RunningService(Path data, List<String> arguments) throws IOException {
		this.log = Files.createTempFile(data, "service", ".log");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-jar", System.getProperty("sample.jar"), "--server.port=0", "--server.address=127.0.0.1",
						"--sample.data=" + data));
		command.addAll(arguments);
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		this.root = URI.create("http://127.0.0.1:" + awaitPort() + "/");
	}

	static RunningService start(Path data, String... arguments) throws IOException {
		return new RunningService(data, List.of(arguments));
	}

	private int awaitPort() {
		Matcher port = Awaitility.await("start of the service").atMost(PATIENCE).until(() -> {
			assertThat(this.process.isAlive()).as(log()).isTrue();
			return PORT.matcher(log());
		}, Matcher::find);
		return Integer.parseInt(port.group(1));
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	HttpResponse<byte[]> get(String path) {
		return send(request(path).build());
	}

	JsonNode json(String path) {
		return json(get(path));
	}

	JsonNode json(HttpResponse<byte[]> response) {
		return this.json.readTree(response.body());
	}

	HttpResponse<byte[]> delete(String path) {
		return send(request(path).DELETE().build());
	}

	CompletableFuture<HttpResponse<byte[]>> post(String path) {
		return this.http.sendAsync(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray());
	}

	CompletableFuture<HttpResponse<byte[]>> upload(String name, byte[] content) {
		return upload(name, BodyPublishers.ofByteArray(content));
	}

	CompletableFuture<HttpResponse<byte[]>> upload(String name, BodyPublisher content) {
		String boundary = "boundary-of-the-test";
		String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
				+ "\"\r\nContent-Type: application/pdf\r\n\r\n";
		HttpRequest request = request("documents").header("Content-Type", "multipart/form-data; boundary=" + boundary)
			.POST(BodyPublishers.concat(BodyPublishers.ofString(head), content,
					BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
			.build();
		return this.http.sendAsync(request, BodyHandlers.ofByteArray());
	}

	/** Uploads a document and gives its path. */
	String submit(String name, byte[] content) {
		HttpResponse<byte[]> response = upload(name, content).join();
		assertThat(response.statusCode()).isEqualTo(202);
		return response.headers().firstValue("Location").orElseThrow().substring(1);
	}

	void awaitFirstPage(String document) {
		Awaitility.await("the first page of " + document)
			.atMost(PATIENCE)
			.until(() -> json(document).get("progress").get("done").asInt() > 0);
	}

	/** Waits until a document has its outcome, and gives the document. */
	JsonNode awaitEnd(String document) {
		return Awaitility.await("end of " + document)
			.atMost(PATIENCE)
			.until(() -> json(document), (now) -> List.of("done", "failed").contains(now.get("state").asString()));
	}

	List<Long> workers(String state) {
		return StreamSupport.stream(json("actuator/pools/render").get("workers").spliterator(), false)
			.filter((worker) -> worker.get("state").asString().equals(state))
			.map((worker) -> worker.get("pid").asLong())
			.toList();
	}

	long awaitBusyWorker() {
		return Awaitility.await("a worker with a task")
			.atMost(PATIENCE)
			.until(() -> workers("BUSY"), (busy) -> !busy.isEmpty())
			.get(0);
	}

	/** The processes it has started, and theirs. */
	List<ProcessHandle> children() {
		return this.process.descendants().toList();
	}

	/** SIGKILL. */
	void kill() {
		this.process.destroyForcibly();
	}

	/** SIGTERM. */
	void stop() {
		this.process.destroy();
	}

	int awaitExit() throws InterruptedException {
		assertThat(this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(log()).isTrue();
		return this.process.exitValue();
	}

	/**
	 * Whether a process is running. One that has ended and that nobody has asked for its
	 * exit code is still there, but has no command.
	 */
	static boolean isRunning(ProcessHandle process) {
		return process.isAlive() && process.info().command().isPresent();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.root.resolve(path)).timeout(PATIENCE);
	}

	private HttpResponse<byte[]> send(HttpRequest request) {
		return this.http.sendAsync(request, BodyHandlers.ofByteArray()).join();
	}

	@Override
	public void close() throws InterruptedException {
		List<ProcessHandle> children = children();
		stop();
		awaitExit();
		Awaitility.await("end of the worker processes")
			.atMost(PATIENCE)
			.until(() -> children.stream().noneMatch(RunningService::isRunning));
	}

}
