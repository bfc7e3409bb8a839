package dev.poolworks.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service as people run it, from outside.
 */
class SampleServiceIT {

	private static final int MEBIBYTE = 1024 * 1024;

	@TempDir
	private static Path data;

	private static RunningService service;

	@BeforeAll
	static void startService() throws IOException {
		service = RunningService.start(data, "--sample.chaos=true", "--pool.executors.render.idle-timeout=5m",
				"--spring.servlet.multipart.max-file-size=1MB");
	}

	@AfterAll
	static void stopService() throws InterruptedException {
		service.close();
	}

	@Test
	void sixDocumentsAtOnceEndAsTheyShouldAndHealthAnswersMeanwhile() {
		Map<String, byte[]> documents = new LinkedHashMap<>();
		documents.put("one.pdf", TestPdfs.withPages(1));
		documents.put("many.pdf", TestPdfs.withPages(25));
		documents.put("huge.pdf", TestPdfs.withHugePage());
		documents.put("encrypted.pdf", TestPdfs.encrypted());
		documents.put("damaged.pdf", TestPdfs.damaged());
		documents.put("too-many.pdf", TestPdfs.withPages(201));
		List<CompletableFuture<HttpResponse<byte[]>>> uploads = new ArrayList<>();
		documents.forEach((name, content) -> uploads.add(service.upload(name, content)));
		Map<String, JsonNode> outcomes = new LinkedHashMap<>();
		for (CompletableFuture<HttpResponse<byte[]>> upload : uploads) {
			assertThat(service.get("actuator/health").statusCode()).isEqualTo(200);
			assertThat(upload.join().statusCode()).isEqualTo(202);
			JsonNode document = service.awaitEnd("documents/" + service.json(upload.join()).get("id").asString());
			outcomes.put(document.get("name").asString(), document);
		}
		assertDone(outcomes.get("one.pdf"), 1);
		assertDone(outcomes.get("many.pdf"), 25);
		assertDone(outcomes.get("huge.pdf"), 1);
		assertFailed(outcomes.get("encrypted.pdf"), "encrypted");
		assertFailed(outcomes.get("damaged.pdf"), "damaged");
		assertFailed(outcomes.get("too-many.pdf"), "too-many-pages");
		assertThat(service.json("actuator/health").get("status").asString()).isEqualTo("UP");
	}

	@Test
	void pagesAreImagesAndTextIsText() {
		String document = service.submit("three.pdf", TestPdfs.withPages(3));
		service.awaitEnd(document);
		HttpResponse<byte[]> page = service.get(document + "/pages/3");
		assertThat(page.headers().firstValue("Content-Type")).contains("image/png");
		assertThat(new String(page.body(), 0, 4, StandardCharsets.ISO_8859_1)).endsWith("PNG");
		HttpResponse<byte[]> text = service.get(document + "/text");
		assertThat(text.headers().firstValue("Content-Type")).contains("text/plain;charset=UTF-8");
		assertThat(new String(text.body(), StandardCharsets.UTF_8)).contains("This is page 1", "This is page 3");
	}

	@Test
	void failedDocumentAnswersWithItsProblem() {
		String document = service.submit("secret.pdf", TestPdfs.encrypted());
		service.awaitEnd(document);
		HttpResponse<byte[]> answer = service.get(document + "/pages/1");
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(service.json(answer).get("detail").asString()).contains("secret.pdf", "password");
		assertThat(service.json(answer).get("instance").asString()).isEqualTo("/" + document + "/pages/1");
	}

	@Test
	void deletedDocumentIsGone() {
		String document = service.submit("short-lived.pdf", TestPdfs.withPages(30));
		assertThat(service.delete(document).statusCode()).isEqualTo(204);
		assertThat(service.get(document).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "loop, too-slow, stopped after", "memory, out-of-memory, ran out of memory",
			"halt, worker-crashed, exit code 13" })
	void chaosNamesTheCauseAndCostsOnlyItself(String kind, String type, String words) {
		HttpResponse<byte[]> answer = service.post("chaos/" + kind).join();
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(service.json(answer).get("type").asString()).isEqualTo("/problems.html#" + type);
		assertThat(service.json(answer).get("detail").asString()).contains(words);
		assertDone(service.awaitEnd(service.submit("after-" + kind + ".pdf", TestPdfs.withPages(2))), 2);
	}

	@Test
	void workerKilledFromOutsideCostsItsTaskAndIsNamed() {
		CompletableFuture<HttpResponse<byte[]>> loop = service.post("chaos/loop");
		long pid = service.awaitBusyWorker();
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		JsonNode problem = service.json(loop.join());
		assertThat(problem.get("type").asString()).isEqualTo("/problems.html#worker-crashed");
		assertThat(problem.get("detail").asString()).contains("pid " + pid, "SIGKILL");
		assertDone(service.awaitEnd(service.submit("after-kill.pdf", TestPdfs.withPages(2))), 2);
	}

	@Test
	void tooLargeUploadIsRefusedInWords() {
		HttpResponse<byte[]> answer = service.upload("large.pdf", new byte[3 * MEBIBYTE]).join();
		assertThat(answer.statusCode()).isEqualTo(413);
		assertThat(service.json(answer).get("type").asString()).isEqualTo("/problems.html#upload-too-large");
		assertThat(service.json(answer).get("detail").asString()).contains("1 MB");
	}

	@Test
	void workersAreVisible() {
		service.awaitEnd(service.submit("one.pdf", TestPdfs.withPages(1)));
		JsonNode pool = Awaitility.await()
			.atMost(RunningService.PATIENCE)
			.until(() -> service.json("actuator/pools/render"), (now) -> now.get("workers").size() > 0);
		JsonNode worker = pool.get("workers").get(0);
		assertThat(service.children()).extracting(ProcessHandle::pid).contains(worker.get("pid").asLong());
		assertThat(worker.get("name").asString()).startsWith("render");
		assertThat(pool.get("snapshot").get("tasks").get("succeeded").asLong()).isPositive();
	}

	@Test
	void pageForPeopleIsThere() {
		assertThat(new String(service.get("").body(), StandardCharsets.UTF_8)).contains("<title>Poolworks sample");
		assertThat(service.get("app.js").statusCode()).isEqualTo(200);
		assertThat(service.json("api/settings").get("chaos").asBoolean()).isTrue();
	}

	static void assertDone(JsonNode document, int pages) {
		assertThat(document.get("state").asString()).as(document.toPrettyString()).isEqualTo("done");
		assertThat(document.get("progress").get("done").asInt()).as(document.toPrettyString()).isEqualTo(pages);
		assertThat(document.get("textLength").asInt()).isPositive();
	}

	private static void assertFailed(JsonNode document, String type) {
		assertThat(document.get("state").asString()).as(document.toPrettyString()).isEqualTo("failed");
		assertThat(document.get("problem").get("type").asString()).isEqualTo("/problems.html#" + type);
	}

}
