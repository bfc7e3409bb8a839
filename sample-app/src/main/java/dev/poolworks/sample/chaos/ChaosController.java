package dev.poolworks.sample.chaos;

import java.util.concurrent.CompletableFuture;

import dev.poolworks.sample.problem.Problem;
import dev.poolworks.sample.problem.Problems;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Starts a task that cannot end well and answers with what became of it. No request
 * thread waits meanwhile.
 */
@RestController
@RequestMapping("/chaos")
@ConditionalOnBooleanProperty("sample.chaos")
class ChaosController {

	private final Chaos chaos;

	ChaosController(Chaos chaos) {
		this.chaos = chaos;
	}

	@PostMapping("/loop")
	CompletableFuture<ResponseEntity<ProblemDetail>> loop() {
		return problem(this.chaos.loop(), "the endless loop");
	}

	@PostMapping("/memory")
	CompletableFuture<ResponseEntity<ProblemDetail>> memory() {
		return problem(this.chaos.memory(), "the memory bomb");
	}

	@PostMapping("/halt")
	CompletableFuture<ResponseEntity<ProblemDetail>> halt() {
		return problem(this.chaos.halt(), "the halt");
	}

	private static CompletableFuture<ResponseEntity<ProblemDetail>> problem(CompletableFuture<Long> task,
			String subject) {
		return task.handle((value, failure) -> {
			if (failure == null) {
				return ResponseEntity.ok().build();
			}
			Problem problem = Problems.of(failure, subject);
			return ResponseEntity.status(problem.type().status())
				.contentType(MediaType.APPLICATION_PROBLEM_JSON)
				.body(problem.toProblemDetail());
		});
	}

}
