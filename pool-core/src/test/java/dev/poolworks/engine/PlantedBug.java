package dev.poolworks.engine;

/**
 * A bug to put into the engine, to see whether the simulation finds it: a piece of source
 * that occurs exactly once, and what to put in its place. The names are sentences about
 * the bug.
 */
enum PlantedBug {

	ACKNOWLEDGED_TASK_RUNS_AGAIN("engine/Assignments", "boolean acknowledged = task.state() == TaskState.RUNNING;",
			"boolean acknowledged = false;"),

	TASK_RUNS_ONCE_TOO_OFTEN("policy/RetryPolicy", "crash.acknowledgedDeaths() <= retries",
			"crash.acknowledgedDeaths() <= retries + 1"),

	POISON_IS_FOUND_ONE_DEATH_LATE("policy/RetryPolicy", "crash.deaths() >= poisonThreshold",
			"crash.deaths() > poisonThreshold"),

	LOW_PRIORITY_COMES_FIRST("engine/TaskQueue", "new TreeMap<>(Comparator.reverseOrder())", "new TreeMap<>()"),

	RETURNED_TASKS_COME_IN_REVERSE("engine/TaskQueue", "new TreeSet<>(BY_ARRIVAL)",
			"new TreeSet<>(BY_ARRIVAL.reversed())"),

	MOST_URGENT_TASK_IS_DISCARDED("engine/TaskQueue", "this.lanes.lastEntry()", "this.lanes.firstEntry()"),

	WORN_OUT_WORKER_GETS_A_TASK("engine/Staffing", "while (worker != null && recycleIfDue(worker, now)) {",
			"while (worker != null && now < 0) {"),

	WORKERS_RETIRE_ALL_AT_ONCE("engine/Staffing", "case AFTER_OTHERS -> !succeeded && isReplacing();",
			"case AFTER_OTHERS -> false;"),

	RETIRES_BEFORE_ITS_SUCCESSOR_IS_READY("engine/Succession",
			"return (successor != null && successor.readyAt != EngineWorker.NEVER)", "return (successor != null)"),

	REPLACED_WORKER_STAYS("engine/Staffing", "if (replaced != null && replaced.state == WorkerState.IDLE) {",
			"if (now < 0) {"),

	SUCCESSION_OUTLIVES_ITS_WORKERS("engine/Succession", "if (worker == this.retiring || worker == this.successor) {",
			"if (worker == null) {"),

	SUCCESSOR_RUNS_ONE_TASK_TOO_MANY("engine/Staffing", "if (this.workers.busy() >= this.demand.maxSize()) {",
			"if (now < 0) {"),

	WORN_OUT_WORKER_STAYS("engine/Staffing", "|| this.workers.ending(RECYCLED) > 0;", "|| this.workers.size() > 0;"),

	IDLE_TOKEN_OUTLIVES_RECYCLING("engine/WorkerRoster", "if (from == WorkerState.IDLE) {",
			"if (from == WorkerState.IDLE && !\"recycled\".equals(worker.exitReason)) {"),

	NEXT_TASK_INHERITS_THE_INTERRUPT("engine/Assignments", "worker.stopping = null;", ""),

	LATE_RESULT_OF_A_KILLED_WORKER_COUNTS("engine/PoolEngine", "if (worker.task != task || !worker.hasTask()) {",
			"if (worker.task != task) {"),

	LATE_READY_COUNTS("engine/PoolEngine", "if (worker.state != WorkerState.STARTING) {", "if (worker == null) {"),

	WORKER_DIES_TWICE("engine/WorkerRoster", "if (!this.alive.remove(worker)) {",
			"if (!this.alive.remove(worker) && worker == null) {"),

	KILLED_WITHOUT_GRACE("engine/Assignments", "worker.killAt = now + this.settings.killGraceNanos();",
			"worker.killAt = now;"),

	NEVER_KILLED("engine/Assignments", "worker.killAt = now + this.settings.killGraceNanos();", ""),

	GRACE_ENDS_UNNOTICED("engine/Assignments", "this.output.wakeAt(worker.killAt);", ""),

	LIMIT_PASSES_UNNOTICED("engine/Assignments", "this.output.wakeAt(worker.runDeadline);", ""),

	ITEM_PROLONGS_A_TASK_THAT_IS_BEING_STOPPED("engine/PoolEngine", "worker.task == task && worker.stopping == null &&",
			"worker.task == task &&"),

	TIMED_OUT_TASK_IS_TRIED_AGAIN("engine/Assignments", "if (worker.stopping == StopCause.TIMEOUT && acknowledged) {",
			"if (exit == null) {"),

	TASK_THAT_NOBODY_TOOK_UP_TIMES_OUT("engine/Assignments",
			"if (worker.stopping == StopCause.TIMEOUT && acknowledged) {",
			"if (worker.stopping == StopCause.TIMEOUT) {"),

	UNRESPONSIVE_WORKER_KEEPS_ITS_TASK("engine/Assignments",
			"if (isWaitedForInVain(worker) && worker.takeUpBy <= now) {", "if (now < 0) {"),

	WAITING_IN_VAIN_GOES_UNNOTICED("engine/Assignments", "this.output.wakeAt(worker.takeUpBy);", ""),

	CANCELLED_TASK_IS_NOT_INTERRUPTED("engine/PoolEngine",
			"this.assignments.askToStop(worker, task, StopCause.CANCELLED, now);", ""),

	STUBBORN_WORKER_IS_NOT_KILLED("engine/Staffing",
			"worker.killAt = Math.min(worker.killAt, now + this.settings.stopGraceNanos(reason));", ""),

	HANGING_START_IS_NOT_ENDED("engine/Assignments", "this.staffing.startTimedOut(worker, now);", ""),

	QUEUE_TAKES_ONE_TOO_MANY("engine/Entrance", "return this.tasks.queued() + this.workers.busy() >= room();",
			"return this.tasks.queued() + this.workers.busy() > room();"),

	DISCARDS_IN_VAIN("engine/Entrance", "if (this.workers.busy() + asGoodAsTaken() >= room()) {", "if (now < 0) {"),

	STOPPING_WORKERS_DO_NOT_COUNT("engine/Staffing", "int room = this.succession.mostWorkers() - this.workers.size();",
			"int room = this.succession.mostWorkers() - this.workers.capacity();"),

	WORKER_NUMBERS_GROW("engine/WorkerRoster", "this.ids.clear(worker.id());", ""),

	SHRINKS_ONE_TOO_FAR("engine/Staffing", "if (staying() <= target.workers()) {",
			"if (staying() < target.workers()) {"),

	SHRINKS_TOO_SOON("engine/Staffing", "&& target != null && this.demand.mayEnd(coldest, now)) {",
			"&& target != null) {"),

	IDLE_TIMEOUT_PASSES_UNNOTICED("engine/Staffing", "this.output.wakeAt(now + this.demand.idleNanos());", ""),

	IDLE_WORKER_STOPS_GROWTH("engine/Staffing",
			"if (!wanted || (slots <= 0 && !full && !this.demand.decidesOnIdle())) {",
			"if (!wanted || slots <= 0 || this.workers.idle() > 0) {"),

	LAZY_POLICY_STARVES_THE_QUEUE("engine/Demand", "return (!suspended && this.tasks.queued() > 0)",
			"return (suspended && target == null)"),

	SPARE_GOES_DURING_A_LONG_TASK("engine/Demand", "this.workers.busy() == 0 && this.tasks.queued() == 0\n", "true\n"),

	SMALLER_MAX_SIZE_STOPS_EVERYBODY("engine/Staffing", "while (this.workers.idle() > 0 && isCrowded()) {",
			"while (this.workers.idle() > 0 && this.workers.size() > this.demand.maxSize()) {"),

	WORKER_BEYOND_MAX_SIZE_STAYS("engine/Staffing", "if (isCrowded()) {", "if (now < 0) {"),

	NO_BACKOFF("engine/Staffing", "if (missing > 0 && !this.guard.mayStart(now)) {", "if (now < 0) {"),

	FAILING_STARTS_ARE_TRIED_IN_PARALLEL("engine/StartGuard", "isFailing() ? 1 : this.policy.maxConcurrent()",
			"this.policy.maxConcurrent()"),

	HANGING_STARTS_NEVER_BREAK_THE_POOL("engine/StartGuard", "startedAt - this.nextStartAt >",
			"now - this.nextStartAt >"),

	BROKEN_POOL_KEEPS_TASKS_WAITING("engine/FailedStarts",
			"if (broken != null && this.workers.capacity() == 0 && (!this.guard.mayStart(now) || isBlocked())) {",
			"if (now < 0) {"),

	BROKEN_POOL_FORSAKES_ITS_WORKERS("engine/FailedStarts", "if (this.workers.capacity() == 0) {", "if (now >= 0) {"),

	RETRY_PASSES_UNNOTICED("engine/TaskLedger", "this.output.wakeAt(dueAt);", ""),

	SENT_AGAIN_WITHOUT_A_LIMIT("engine/TaskLedger", "this.queue.addReturned(task);\n\t\twakeForQueueTimeout(task);",
			"this.queue.addReturned(task);"),

	SHUTDOWN_FORGETS_RETRIES("engine/TaskLedger", "endWaiting(retry.task, end, now);", ""),

	COUNT_IS_NOT_TAKEN_BACK("engine/TaskLedger", "this.counts[task.state().ordinal()]--;", ""),

	TASK_ENDS_TWICE("engine/PoolEngine", "if (task != null && !task.state().isDone()) {", "if (task != null) {"),

	SUSPENDED_POOL_CANNOT_DRAIN("engine/Lifecycle", "this.suspended = false;\n\t\tif", "if"),

	SUSPENDED_POOL_DISPATCHES("engine/Lifecycle", "return !this.suspended && (", "return ("),

	TERMINATED_BEFORE_THE_LAST_WORKER("engine/PoolEngine", "this.workers.isEmpty() && this.tasks.pending() == 0",
			"this.tasks.pending() == 0"),

	TERMINATED_BEFORE_THE_LAST_TASK("engine/PoolEngine", "this.workers.isEmpty() && this.tasks.pending() == 0",
			"this.workers.isEmpty()"),

	CANCEL_OF_THE_LAST_TASK_DOES_NOT_END_THE_POOL("engine/PoolEngine", "\t\t}\n\t\tsettle(now);\n\t\treturn true;",
			"\t\t}\n\t\treturn true;"),

	DRAIN_DOES_NOT_WAIT_FOR_FEEDS("engine/Feeds", "return this.open > 0 && !this.refused;", "return false;"),

	DRAINING_WORKER_GETS_ANOTHER_TASK("engine/PoolEngine", "if (worker.state == WorkerState.DRAINING) {",
			"if (now < 0) {"),

	KILLED_WORKERS_TASK_STAYS_OVERDUE("engine/Assignments", "if (worker.hasTask() && worker.stopping == null) {",
			"if (worker.task != null && worker.stopping == null) {"),

	LARGE_WORKER_IS_REPLACED_FOR_EVER("policy/RecycleLimits", "&& usage.tasksDone() > 0", ""),

	CLAIMS_ARE_NEVER_REPEATED("engine/Claims", "this.output.wakeAt(this.nextAt);", ""),

	STARTS_WITHOUT_A_CLAIM("engine/Claims", "if (refusal == null) {\n\t\t\t\tthis", "if (now >= 0) {\n\t\t\t\tthis"),

	CLAIMS_ONE_TOO_MANY("engine/Staffing", "while (granted < missing && this", "while (granted <= missing && this"),

	EVERY_CLAIM_IS_URGENT("engine/Staffing", "urgent && granted == 0", "urgent"),

	MAKES_ROOM_BELOW_MIN_SIZE("engine/Staffing", "(!urgent && staying() <= this.demand.minSize())", "now < 0"),

	GROWS_UNTOLD("engine/Staffing", "this.decisions.grown(from, from + granted, target);", ""),

	GROWTH_IS_TOLD_AS_ASKED_FOR("engine/Staffing", "this.decisions.grown(from, from + granted, target);",
			"this.decisions.grown(from, from + missing, target);"),

	IDLE_WORKER_ENDS_UNTOLD("engine/Staffing", "this.decisions.idled(staying(), target, now - worker.idleSince);", ""),

	SMALLER_MAX_SIZE_IS_UNTOLD("engine/Staffing",
			"this.decisions.shrunk(staying(), \"resized\", \"max-size is \" + this.demand.maxSize());", ""),

	POLICY_IS_NOT_ASKED_AGAIN("engine/Demand", "this.output.wakeAt(now + Math.max(1, target.againNanos()));", ""),

	ERROR_OF_THE_SCALING_POLICY_STOPS_THE_ENGINE("engine/Policies", "catch (Throwable ex) {\n\t\t\ttell(\"scaling",
			"catch (RuntimeException ex) {\n\t\t\ttell(\"scaling"),

	ERROR_OF_THE_RECYCLE_POLICY_STOPS_THE_ENGINE("engine/Policies",
			"catch (Throwable ex) {\n\t\t\ttell(RECYCLE_FAILED, ex);\n\t\t\treturn Due.NOT",
			"catch (RuntimeException ex) {\n\t\t\ttell(RECYCLE_FAILED, ex);\n\t\t\treturn Due.NOT"),

	ERROR_OF_THE_RETRY_POLICY_LOSES_A_TASK("engine/Policies", "catch (Throwable ex) {\n\t\t\ttell(\"retry",
			"catch (RuntimeException ex) {\n\t\t\ttell(\"retry"),

	ERROR_OF_THE_REJECTION_POLICY_STOPS_THE_ENGINE("engine/Policies", "catch (Throwable ex) {\n\t\t\ttell(\"rejection",
			"catch (RuntimeException ex) {\n\t\t\ttell(\"rejection"),

	ERROR_THAT_CANNOT_BE_TOLD_STOPS_THE_ENGINE("engine/Policies", "Texts.of(cause)", "cause"),

	JUDGES_BEFORE_ANSWERS_ARE_READ("engine/Limits", "if (now < this.pause.over()) {", "if (now < 0) {"),

	END_OF_A_PAUSE_GOES_UNNOTICED("engine/Limits", "return Math.min(retryDue, this.pause.over());", "return retryDue;"),

	LATE_TICKS_PUT_LIMITS_OFF_FOR_EVER("engine/Pause", "if (this.row == ROW) {", "if (asked < 0) {"),

	PAUSE_COUNTS_AS_TIME_OF_A_THREADS_TASK("engine/Assignments", "worker.runDeadline = now + nanos;", ""),

	LOST_THREAD_PASSES_FOR_A_SHUTDOWN("engine/Assignments", "(failure != null) ? new TaskEnd.Lost(failure) : ", ""),

	WORKER_THAT_IS_GONE_STILL_ENDS("engine/WorkerRoster", "this.ending.merge(reason(worker), -1, Integer::sum);", ""),

	RUNS_ONE_TASK_BEYOND_MAX_TASKS("policy/RecycleLimits", "Math.max(0, this.maxTasks - tasksDone)",
			"Math.max(0, this.maxTasks + 1 - tasksDone)"),

	MAX_TASKS_GIVES_WAY_TO_OTHER_REPLACEMENTS("engine/Staffing", "case AT_ONCE -> false;",
			"case AT_ONCE -> isReplacing();"),

	SUCCESSOR_STARTS_ONLY_WHEN_THE_LIMIT_IS_REACHED("engine/Succession", "if (left <= 1) {", "if (left <= 0) {"),

	TWO_SUCCESSORS_BEYOND_MAX_SIZE("engine/Succession",
			"first.isEmpty() || isUnderWay() || this.workers.size() > this.demand.maxSize();", "first.isEmpty();"),

	SUCCESSOR_THAT_NOBODY_WILL_MISS("engine/Succession", "this.demand.wantsSuccessor(suspended, now));",
			"this.demand != null);"),

	SUCCESSOR_IS_TRIED_WHILE_STARTS_FAIL("engine/FailedStarts",
			"return !this.guard.isFailing() && underWay() < this.guard.concurrent();", "return true;"),

	WORKER_IDLES_BESIDE_ITS_SUCCESSOR("engine/Staffing", "if (lapsesAt <= now) {", "if (now < 0) {"),

	SUCCESSOR_WITH_A_TASK_IS_STILL_ONE_TOO_MANY("engine/Succession",
			"if (worker == this.successor && this.workers.capacity() <= this.demand.maxSize()) {",
			"if (worker == null) {"),

	TASK_OF_A_STARTING_WORKER_IS_DISCARDED("engine/Entrance", "this.tasks.leastUrgentBehind(asGoodAsTaken());",
			"this.tasks.leastUrgentBehind(0);"),

	RETURNED_TASK_IS_DISCARDED_FIRST("engine/TaskQueue", "if (spared < this.arrived.size()) {",
			"if (spared < this.arrived.size() && this.returned.size() <= first) {"),

	SHUTDOWN_WAITS_FOR_A_RECYCLED_WORKER("engine/Staffing", "(!asked || worker.killAt != EngineWorker.NEVER)",
			"!asked");

	private final String type;

	private final String source;

	private final String replacement;

	PlantedBug(String type, String source, String replacement) {
		this.type = type;
		this.source = source;
		this.replacement = replacement;
	}

	/**
	 * The type that has the bug.
	 * @return package, below the root package, and name
	 */
	String type() {
		return this.type;
	}

	/**
	 * The bug in words.
	 * @return a sentence without a full stop
	 */
	String title() {
		String words = name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
		return Character.toUpperCase(words.charAt(0)) + words.substring(1);
	}

	/**
	 * Plants the bug.
	 * @param text the source of the type
	 * @return the source with the bug
	 */
	String plantIn(String text) {
		int first = text.indexOf(this.source);
		if (first < 0 || text.indexOf(this.source, first + 1) >= 0) {
			throw new AssertionError("'" + this.source + "' is not exactly once in " + this.type
					+ ": the source has changed, adapt the planted bug " + this);
		}
		return text.replace(this.source, this.replacement);
	}

}
