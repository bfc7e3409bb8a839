package dev.poolworks;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Calls compile, with the compiler of the JDK that runs this, not only with the one that
 * the project is built with.
 */
class CallFormsTests {

	@Test
	void everyFormCompilesWithThisJdk(@TempDir Path classes) throws Exception {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter errors = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			boolean compiled = compiler
				.getTask(errors, files, null,
						List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", TestJvm.classPath()), null,
						files.getJavaFileObjects(Path.of("src/test/java/dev/poolworks/CallForms.java")))
				.call();
			assertThat(compiled).as(errors.toString()).isTrue();
		}
	}

	@Test
	void futureThatIsNotOfAPoolCannotBeWaitedFor() {
		List<CompletableFuture<Integer>> foreign = List.of(CompletableFuture.completedFuture(1));
		assertThatIllegalArgumentException().isThrownBy(() -> TaskFutures.wait(foreign, WaitFor.ALL_COMPLETED))
			.withMessageContaining("CompletableFuture is no future of a pool");
		assertThatIllegalArgumentException().isThrownBy(() -> TaskFutures.asCompleted(foreign))
			.withMessageContaining("submit");
	}

}
