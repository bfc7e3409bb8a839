package dev.poolworks.sample;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = { "sample.data=target/test-data", "spring.datasource.url=jdbc:h2:mem:test" })
class SampleApplicationTests {

	@Test
	void startsWithItsDefaultConfiguration(@Autowired ConfigurableApplicationContext context) {
		assertThat(context.isRunning()).isTrue();
	}

}
