package dev.poolworks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Every form in which a pool is called does what it says, and crosses.
 */
abstract class CallFormsContract extends PoolContract {

	private CallForms forms;

	@BeforeEach
	void use(@TempDir Path directory) {
		this.forms = new CallForms(directory);
	}

	@Test
	void lambdasGiveTheirValues() throws Exception {
		List<Object> values = valuesOf(this.forms.lambdas(pool(1)));
		assertThat(values.subList(0, 6)).containsOnly(42);
		assertThat(values.get(6)).isInstanceOf(Path.class);
		assertThat(values.get(7)).isEqualTo(true);
		assertThat(values.get(8)).isInstanceOf(IOException.class);
	}

	@Test
	void referencesGiveTheirValues() throws Exception {
		List<Object> values = valuesOf(this.forms.references(pool(1)));
		assertThat(values.subList(0, 7)).containsOnly(42);
		assertThat(values.subList(7, 9)).containsExactly(new CallForms.Text("x"), false);
	}

	@Test
	void variablesGiveTheirValues() throws Exception {
		assertThat(valuesOf(this.forms.variables(pool(1)))).containsOnly(42);
	}

	@Test
	void whatHasNoValueGivesNull() throws Exception {
		TaskPool pool = pool(1);
		assertThat(valuesOf(this.forms.lambdasWithoutAValue(pool))).hasSize(8).containsOnlyNulls();
		assertThat(valuesOf(this.forms.referencesWithoutAValue(pool))).hasSize(6).containsOnlyNulls();
		assertThat(valuesOf(this.forms.variablesWithoutAValue(pool))).hasSize(8).containsOnlyNulls();
	}

	@Test
	void resultOfAnActionIsTheVeryObjectThatWasGiven() throws Exception {
		Object neverSerialized = new Object();
		assertThat(valuesOf(this.forms.results(pool(1), neverSerialized))).hasSize(5)
			.allMatch((value) -> value == neverSerialized);
	}

	@Test
	void whatIsExecutedRuns() {
		TaskPool pool = pool(1);
		this.forms.executed(pool);
		await().until(() -> pool.snapshot().tasks().succeeded() == 6);
	}

	@Test
	void mapsGiveTheValuesOfTheirItems() {
		assertThat(this.forms.maps(pool(2))).allSatisfy((values) -> assertThat(values).hasToString("[41, 42]"));
	}

	@Test
	void forEachDoesTheWorkOnEveryItem() {
		assertThat(this.forms.mapsWithoutAValue(pool(2)))
			.allSatisfy((values) -> assertThat(values).hasSize(2).containsOnlyNulls());
	}

	@Test
	void futuresOfEveryKindCanBeWaitedFor() throws InterruptedException {
		assertThat(this.forms.waits(pool(2))).isEqualTo(3 + 2 + 2 + 2 + 2 + 2);
	}

	@Test
	void optionsOfARunnableAreNotItsResult() {
		TaskPool pool = pool(1);
		Signal never = signal();
		Runnable runnable = (Runnable & java.io.Serializable) never::awaitStubbornly;
		TaskFuture<?> future = pool.submit(runnable, TaskOptions.defaults().timeout(SHORT));
		assertThat(future.exception(LONG)).isInstanceOf(TaskTimeoutException.class);
		never.raise();
	}

	@Test
	void checkedExceptionOfAnActionArrivesAsItself() {
		TaskPool pool = pool(1);
		TaskAction action = () -> {
			throw new IOException("no disk");
		};
		TaskConsumer<String> consumer = (text) -> {
			throw new IOException(text);
		};
		assertThat(pool.submit(action).exception(LONG)).isInstanceOf(IOException.class).hasMessage("no disk");
		assertThat(pool.submit(action, "x").exception(LONG)).isInstanceOf(IOException.class).hasMessage("no disk");
		assertThat(pool.run(consumer, "no paper").exception(LONG)).isInstanceOf(IOException.class)
			.hasMessage("no paper");
		assertThatThrownBy(() -> pool.forEach(consumer, List.of("no ink")).toList()).hasRootCauseMessage("no ink");
		assertThatThrownBy(action::run).isInstanceOf(IOException.class).hasMessage("no disk");
	}

	@Test
	void taskIsNamedAfterWhatWasWritten() {
		TaskPool pool = pool(1);
		Signal release = signal();
		occupy(pool, release);
		List<TaskFuture<?>> futures = new ArrayList<>();
		futures.add(pool.run(new Printing(), "x"));
		futures.add(pool.submit(new Cleaning()));
		futures.add(pool.submit(new Cleaning(), "x"));
		assertThat(futures).extracting((future) -> future.toString())
			.allSatisfy((text) -> assertThat(text).isNotNull());
		assertThatThrownBy(() -> futures.get(0).result(SHORT)).hasMessageContaining("Printing");
		assertThatThrownBy(() -> futures.get(1).result(SHORT)).hasMessageContaining("Cleaning");
		assertThatThrownBy(() -> futures.get(2).result(SHORT)).hasMessageContaining("Cleaning");
		pool.shutdown();
		assertThatThrownBy(() -> pool.forEach(new Printing(), List.of("x"))).hasMessageContaining("Printing");
		release.raise();
	}

	private static List<Object> valuesOf(List<Future<?>> futures) throws Exception {
		List<Object> values = new ArrayList<>();
		for (Future<?> future : futures) {
			try {
				values.add(future.get(60, TimeUnit.SECONDS));
			}
			catch (java.util.concurrent.ExecutionException ex) {
				values.add(ex.getCause());
			}
		}
		return Arrays.asList(values.toArray());
	}

	static final class Printing implements TaskConsumer<String> {

		private static final long serialVersionUID = 1L;

		@Override
		public void accept(String text) {
			// prints nothing
		}

	}

	static final class Cleaning implements TaskAction {

		private static final long serialVersionUID = 1L;

		@Override
		public void perform() {
			// cleans nothing
		}

	}

}
