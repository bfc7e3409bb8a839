package dev.poolworks.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.poolworks.PoolType;
import dev.poolworks.process.MemoryBudget;
import dev.poolworks.spring.autoconfigure.PoolProperties.Settings;
import dev.poolworks.spring.autoconfigure.PoolProperties.Worker;
import dev.poolworks.spring.autoconfigure.WorkerSizing.Demand;
import dev.poolworks.spring.autoconfigure.WorkerSizing.Plan;
import dev.poolworks.spring.diagnostics.PoolConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.unit.DataSize;

/**
 * The memory that all process pools of the application share, and what follows from it
 * for pools that do not say how many workers they have, or how much heap. Thread-safe.
 */
final class ProcessBudget {

	private static final Logger logger = LoggerFactory.getLogger(ProcessBudget.class);

	private static final double GIBIBYTE = 1L << 30;

	private final @Nullable MemoryBudget memory;

	private final Machine machine;

	private final String origin;

	private ProcessBudget(@Nullable MemoryBudget memory, Machine machine, String origin) {
		this.memory = memory;
		this.machine = machine;
		this.origin = origin;
	}

	/**
	 * The budget: what is set, 0 for none; or else what the machine has left, but enough
	 * for a worker of each pool by itself, for nobody has asked for a limit.
	 * @param definitions the pools, and what is set
	 * @param machine what this runs on
	 * @return the budget
	 */
	static ProcessBudget of(PoolDefinitions definitions, Machine machine) {
		DataSize configured = definitions.budget();
		if (configured == null) {
			return ofMachine(definitions, machine);
		}
		return (configured.toBytes() > 0)
				? new ProcessBudget(MemoryBudget.of(configured.toBytes()), machine, "pool.budget.memory")
				: none(machine);
	}

	private static ProcessBudget ofMachine(PoolDefinitions definitions, Machine machine) {
		MemoryBudget memory = MemoryBudget.ofMachine();
		long rest = Math.max(0, machine.memory() - machine.ownHeap() - memory.bytes());
		String origin = "machine " + text(machine.memory()) + " - heap " + text(machine.ownHeap()) + " - " + text(rest);
		long least = 0;
		for (PoolDefinition definition : definitions.all()) {
			Long heap = (definition.type() == PoolType.PROCESS) ? heap(definition.settings().worker(), machine) : null;
			least = (heap != null) ? Math.max(least, heap + MemoryBudget.JVM_BYTES) : least;
		}
		if (least <= memory.bytes()) {
			return new ProcessBudget(memory, machine, origin);
		}
		logger.warn(
				"process pools: {} leave {} for workers, and one of them needs {}: the machine may run out of memory;"
						+ " lower worker.heap or the heap of the application itself",
				origin, text(memory.bytes()), text(least));
		return new ProcessBudget(MemoryBudget.of(least), machine, origin + ", at least one worker");
	}

	/** No budget: every pool grows to its own maximum. */
	static ProcessBudget none(Machine machine) {
		return new ProcessBudget(null, machine, "none");
	}

	@Nullable MemoryBudget memory() {
		return this.memory;
	}

	/**
	 * The values that hold for the pools.
	 * @param definitions the pools
	 * @return what is configured and, for process pools, {@code max-size} and
	 * {@code worker.heap} as they follow from the budget; by name
	 * @throws PoolConfigurationException if a worker can never fit
	 */
	Map<String, Settings> apply(PoolDefinitions definitions) {
		Map<String, Settings> effective = new LinkedHashMap<>();
		definitions.all().forEach((definition) -> effective.put(definition.name(), definition.settings()));
		for (Plan plan : plans(definitions)) {
			Settings settings = Objects.requireNonNull(effective.get(plan.pool()));
			effective.put(plan.pool(), SettingsMerge.merge(settings,
					Settings.ofSizes(settings.minSize(), plan.maxSize(), DataSize.ofBytes(plan.heap()))));
		}
		return effective;
	}

	/**
	 * Says in the log how the pools were sized.
	 * @param definitions the pools
	 */
	void report(PoolDefinitions definitions) {
		List<Plan> plans = plans(definitions);
		if (this.memory == null || plans.isEmpty()) {
			return;
		}
		if (logger.isInfoEnabled()) {
			logger.info("process pools: budget {} ({}), {}", text(this.memory.bytes()), this.origin,
					plans.stream().map(ProcessBudget::text).collect(Collectors.joining(", ")));
		}
		long needed = WorkerSizing.needed(plans);
		if (needed > this.memory.bytes()) {
			logger.warn(
					"process pools: with max-size workers each they need {}, the budget is {}: growth beyond it"
							+ " is refused; lower max-size or worker.heap, or raise pool.budget.memory",
					text(needed), text(this.memory.bytes()));
		}
	}

	private List<Plan> plans(PoolDefinitions definitions) {
		if (this.memory == null) {
			return List.of();
		}
		List<Demand> demands = new ArrayList<>();
		for (PoolDefinition definition : definitions.all()) {
			if (definition.type() == PoolType.PROCESS) {
				Settings settings = definition.settings();
				demands.add(new Demand(definition.name(), Objects.requireNonNullElse(settings.minSize(), 0),
						settings.maxSize(), heap(settings.worker(), this.machine)));
			}
		}
		List<Plan> plans = WorkerSizing.plan(demands, this.machine, this.memory.bytes());
		for (Plan plan : plans) {
			requireRoom(plan, this.memory.bytes());
		}
		return plans;
	}

	private static @Nullable Long heap(@Nullable Worker worker, Machine machine) {
		if (worker == null) {
			return null;
		}
		List<String> arguments = Objects.requireNonNullElse(worker.jvmArgs(), List.<String>of());
		Long said = HeapArguments.bytes(arguments);
		if (said == null && worker.heap() != null) {
			said = worker.heap().toBytes();
		}
		return (said != null) ? said : HeapArguments.share(arguments, machine.memory());
	}

	private void requireRoom(Plan plan, long bytes) {
		if (plan.workerBytes() > bytes) {
			throw new PoolConfigurationException("The pool '" + plan.pool() + "' ("
					+ ConfiguredKeys.executor(plan.pool()) + ") can never have a worker: one needs "
					+ text(plan.workerBytes()) + " (heap " + text(plan.heap()) + " and " + text(MemoryBudget.JVM_BYTES)
					+ " beside it), and the budget of all process pools is " + text(bytes) + " (" + this.origin + ").",
					"Lower worker.heap or the heap of the application itself, raise pool.budget.memory, or set"
							+ " pool.budget.memory to 0, for no budget.");
		}
	}

	private static String text(Plan plan) {
		return plan.pool() + " up to " + plan.maxSize() + ((plan.maxSize() == 1) ? " worker" : " workers") + " of "
				+ text(plan.heap()) + " heap";
	}

	private static String text(long bytes) {
		return (bytes < GIBIBYTE) ? (bytes >> 20) + " MB" : String.format(Locale.ROOT, "%.1f GB", bytes / GIBIBYTE);
	}

}
