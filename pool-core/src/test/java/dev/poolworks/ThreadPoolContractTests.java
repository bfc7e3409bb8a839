package dev.poolworks;

class ThreadPoolContractTests extends TaskPoolContract {

	@Override
	PoolKind kind() {
		return PoolKind.THREAD;
	}

}
