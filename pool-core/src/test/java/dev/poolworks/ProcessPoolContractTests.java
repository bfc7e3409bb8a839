package dev.poolworks;

class ProcessPoolContractTests extends TaskPoolContract {

	@Override
	PoolKind kind() {
		return PoolKind.PROCESS;
	}

}
