package dev.poolworks.spring.autoconfigure;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.poolworks.TaskPool;
import dev.poolworks.spring.PoolRegistry;
import dev.poolworks.spring.UnknownPoolException;
import dev.poolworks.spring.diagnostics.DidYouMean;
import dev.poolworks.spring.task.PoolNames;

import org.springframework.beans.factory.BeanFactory;

/**
 * Looks pools up as beans, so that asking for one creates no other.
 */
final class BeanFactoryPoolRegistry implements PoolRegistry {

	private final BeanFactory beanFactory;

	/** Bean names by uniform name. */
	private final Map<String, String> names = new LinkedHashMap<>();

	BeanFactoryPoolRegistry(BeanFactory beanFactory, PoolDefinitions definitions) {
		this.beanFactory = beanFactory;
		definitions.all()
			.forEach((definition) -> this.names.put(PoolNames.uniform(definition.name()), definition.name()));
	}

	@Override
	public TaskPool get(String name) {
		return find(name)
			.orElseThrow(() -> new UnknownPoolException(name, names(), DidYouMean.closest(name, this.names.values())));
	}

	@Override
	public Optional<TaskPool> find(String name) {
		return Optional.ofNullable(this.names.get(PoolNames.uniform(name))).map(this::bean);
	}

	@Override
	public Collection<TaskPool> pools() {
		return this.names.values().stream().map(this::bean).toList();
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(new LinkedHashSet<>(this.names.values()));
	}

	private TaskPool bean(String name) {
		return this.beanFactory.getBean(name, TaskPool.class);
	}

}
