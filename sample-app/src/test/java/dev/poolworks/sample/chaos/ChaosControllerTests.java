package dev.poolworks.sample.chaos;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.poolworks.WorkerCrashedException;
import dev.poolworks.WorkerExit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;

import static org.hamcrest.Matchers.containsString;
import static org.mockito.BDDMockito.given;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

class ChaosControllerTests {

	@Nested
	@WebMvcTest(ChaosController.class)
	@EnableConfigurationProperties(MultipartProperties.class)
	class ByDefault {

		@Autowired
		private MockMvc mvc;

		@Test
		void thereIsNoChaos() throws Exception {
			this.mvc.perform(post("/chaos/halt")).andExpect(status().isNotFound());
		}

	}

	@Nested
	@WebMvcTest(ChaosController.class)
	@EnableConfigurationProperties(MultipartProperties.class)
	@TestPropertySource(properties = "sample.chaos=true")
	class WhenAskedFor {

		@Autowired
		private MockMvc mvc;

		@MockitoBean
		private Chaos chaos;

		@Test
		void answerNamesTheCause() throws Exception {
			WorkerExit exit = new WorkerExit("render-1", 4711, 13, false, null, Duration.ofSeconds(1), 0, List.of(),
					null, List.of(), List.of());
			given(this.chaos.halt())
				.willReturn(CompletableFuture.failedFuture(new WorkerCrashedException("gone", exit)));
			MvcResult pending = this.mvc.perform(post("/chaos/halt")).andReturn();
			this.mvc.perform(asyncDispatch(pending))
				.andExpect(status().isInternalServerError())
				.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
				.andExpect(jsonPath("$.type").value("/problems.html#worker-crashed"))
				.andExpect(jsonPath("$.detail").value(containsString("exit code 13")));
		}

	}

}
