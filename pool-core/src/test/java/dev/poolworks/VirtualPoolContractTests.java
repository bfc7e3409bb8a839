package dev.poolworks;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualPoolContractTests extends TaskPoolContract {

	@Override
	PoolKind kind() {
		return PoolKind.VIRTUAL;
	}

}
