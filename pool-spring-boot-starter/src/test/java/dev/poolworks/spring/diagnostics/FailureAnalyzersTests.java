package dev.poolworks.spring.diagnostics;

import java.util.List;

import dev.poolworks.spring.UnknownPoolException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

class FailureAnalyzersTests {

	@Test
	void analyzersAreFoundBySpringBoot() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, (type, name, failure) -> {
			})).hasAtLeastOneElementOfType(PoolConfigurationFailureAnalyzer.class)
			.hasAtLeastOneElementOfType(UnknownPoolFailureAnalyzer.class);
	}

	@Test
	void wrongConfigurationIsDescribedWithItsCure() {
		FailureAnalysis analysis = new PoolConfigurationFailureAnalyzer()
			.analyze(new IllegalStateException(new PoolConfigurationException("It is wrong.", "Correct it.")));
		assertThat(analysis.getDescription()).isEqualTo("It is wrong.");
		assertThat(analysis.getAction()).isEqualTo("Correct it.");
	}

	@Test
	void unknownPoolIsDescribedWithTheKnownOnes() {
		FailureAnalysis analysis = new UnknownPoolFailureAnalyzer()
			.analyze(new UnknownPoolException("mial", List.of("mail", "render"), "mail"));
		assertThat(analysis.getDescription()).contains("'mial'").contains("mail, render");
		assertThat(analysis.getAction()).isEqualTo("Did you mean 'mail'?");
	}

	@Test
	void closestNameIsSuggested() {
		List<String> known = List.of("render", "mail", "max-size");
		assertThat(DidYouMean.closest("Rendr", known)).isEqualTo("render");
		assertThat(DidYouMean.closest("max-sise", known)).isEqualTo("max-size");
		assertThat(DidYouMean.closest("swimming", known)).isNull();
	}

}
