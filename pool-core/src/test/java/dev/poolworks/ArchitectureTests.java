package dev.poolworks;

import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The floors of the house: a package imports only from the floors below it.
 *
 * <pre>
 * floor 4   thread -> pool, engine, policy          process -> pool, engine, wire, os, policy (and worker, by name)
 * floor 3   pool   -> engine, policy, os
 * floor 2   engine -> policy                        worker  -> wire, os
 * floor 1   policy                                  wire    os
 * floor 0   dev.poolworks (the API), on which every floor stands
 * </pre>
 */
class ArchitectureTests {

	private static final String API = "dev.poolworks";

	private static final String POLICY = "dev.poolworks.policy..";

	private static final String WIRE = "dev.poolworks.wire..";

	private static final String OS = "dev.poolworks.os..";

	private static final String ENGINE = "dev.poolworks.engine..";

	private static final String WORKER = "dev.poolworks.worker..";

	private static final String POOL = "dev.poolworks.pool..";

	private static final String THREAD = "dev.poolworks.thread..";

	private static final String PROCESS = "dev.poolworks.process..";

	private static final String[] JDK = { "java..", "javax..", "com.sun.management.." };

	/** Java has no other way to handle a signal. */
	private static final String SIGNALS = "sun.misc..";

	private static final String JSPECIFY = "org.jspecify.annotations..";

	private static final String ERROR_PRONE = "com.google.errorprone.annotations..";

	private static final String LOGGING = "org.slf4j..";

	private static final JavaClasses MAIN_CODE = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(API);

	@ParameterizedTest
	@MethodSource("floors")
	void packageImportsOnlyFromLowerFloors(Floor floor) {
		check(classes().that()
			.resideInAPackage(floor.name())
			.should()
			.onlyDependOnClassesThat(floor.canSee())
			.because("it stands on the floors below it and on nothing else"));
	}

	@Test
	void everyPackageHasItsFloor() {
		String[] known = floors().map(Floor::name).toArray(String[]::new);
		check(classes().should()
			.resideInAnyPackage(known)
			.because("a new package is given its floor here before it gets its first class"));
	}

	@Test
	void packagesAreFreeOfCycles() {
		check(slices().matching("dev.(**)").should().beFreeOfCycles());
	}

	@Test
	void processKnowsTheWorkerOnlyByTheNameOfItsMainClass() {
		check(noClasses().that()
			.resideInAPackage(PROCESS)
			.should()
			.accessClassesThat(resideInAPackage(WORKER))
			.because("the worker runs in another JVM; all the parent needs is the name to start"));
	}

	@Test
	void decisionsUseNoThreads() {
		check(noClasses().that(decide())
			.should()
			.dependOnClassesThat(describe("start, run or lock threads", ArchitectureTests::isThreading))
			.because("the engine has one owner at a time and is handed every event"));
	}

	@Test
	void decisionsReadNoClock() {
		check(noClasses().that(decide())
			.should()
			.dependOnClassesThat(describe("are clocks or timers", ArchitectureTests::isClock))
			.orShould()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethodWhere(describe("the current time is asked for",
					(call) -> call.getTargetOwner().getPackageName().startsWith("java.time")
							&& call.getTarget().getName().equals("now")))
			.because("time is an argument"));
	}

	@Test
	void decisionsDoNoInputOrOutput() {
		check(noClasses().that(decide())
			.should()
			.dependOnClassesThat(describe("do I/O or log", ArchitectureTests::isInputOrOutput))
			.because("commands leave through one output interface, and a seed must reproduce every run"));
	}

	/**
	 * Packages may be missing: a rule for one is strict from its first class on.
	 */
	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(MAIN_CODE);
	}

	private static DescribedPredicate<JavaClass> decide() {
		return resideInAnyPackage(ENGINE, POLICY).as("decide");
	}

	private static boolean isThreading(JavaClass type) {
		String name = type.getName();
		return name.matches("java\\.lang\\.Thread(\\$.*|Local.*|Group)?")
				|| name.startsWith("java.util.concurrent.locks.")
				|| name.matches("java\\.util\\.concurrent\\.(.*Executor.*|ForkJoin.*|ThreadFactory|CompletableFuture)");
	}

	private static boolean isClock(JavaClass type) {
		return List.of("java.time.Clock", "java.time.InstantSource", "java.util.Date", "java.util.Timer")
			.contains(type.getName());
	}

	private static boolean isInputOrOutput(JavaClass type) {
		String name = type.getName();
		boolean isMarker = name.equals("java.io.Serializable");
		return !isMarker && resideInAnyPackage("java.io..", "java.nio..", "java.net..", LOGGING).test(type)
				|| name.matches("java\\.lang\\.Process.*");
	}

	static Stream<Floor> floors() {
		return Stream.of(new Floor(API, resideInAnyPackage(JDK).or(resideInAnyPackage(API, JSPECIFY))),
				Floor.of(POLICY), Floor.of(WIRE), Floor.of(ENGINE, POLICY), Floor.of(OS, SIGNALS),
				Floor.of(WORKER, WIRE, OS, LOGGING), Floor.of(POOL, ENGINE, POLICY, OS, LOGGING),
				Floor.of(THREAD, POOL, ENGINE, POLICY, LOGGING),
				Floor.of(PROCESS, POOL, ENGINE, WIRE, OS, POLICY, LOGGING).orSees(mainClassOfTheWorker()));
	}

	private static DescribedPredicate<JavaClass> mainClassOfTheWorker() {
		return resideInAPackage(WORKER)
			.and(describe("have a main method", (type) -> type.tryGetMethod("main", String[].class).isPresent()));
	}

	/**
	 * One package (with its children) and the classes that it may depend on.
	 */
	record Floor(String name, DescribedPredicate<? super JavaClass> canSee) {

		static Floor of(String name, String... lower) {
			return new Floor(name, resideInAnyPackage(JDK).or(resideInAnyPackage(name, API, JSPECIFY, ERROR_PRONE))
				.or(resideInAnyPackage(lower)));
		}

		Floor orSees(DescribedPredicate<JavaClass> others) {
			return new Floor(this.name, this.canSee.<JavaClass>forSubtype().or(others));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
