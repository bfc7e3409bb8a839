package dev.poolworks.spring.autoconfigure;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeapArgumentsTests {

	@ParameterizedTest
	@CsvSource({ "-Xmx1024, 1024", "-Xmx64k, 65536", "-Xmx64M, 67108864", "-Xmx1g, 1073741824",
			"-XX:MaxHeapSize=2m, 2097152", "-Xmx64m -Xmx1m, 1048576", "-Xms64m -Xss1m,", "-Dmx=-Xmx1g,", "-Xmx,",
			"-XX:MaxRAMPercentage=50," })
	void lastArgumentInBytesIsTheHeap(String arguments, Long bytes) {
		assertThat(HeapArguments.bytes(List.of(arguments.split(" ")))).isEqualTo(bytes);
	}

	@ParameterizedTest
	@CsvSource({ "-XX:MaxRAMPercentage=50, 500", "-XX:MaxRAMPercentage=12.5, 125",
			"-XX:MaxRAMPercentage=50 -XX:MaxRAMPercentage=10, 100", "-XX:MinRAMPercentage=50,", "-Xmx64m," })
	void lastShareIsOfTheMemory(String arguments, Long bytes) {
		assertThat(HeapArguments.share(List.of(arguments.split(" ")), 1000)).isEqualTo(bytes);
	}

}
