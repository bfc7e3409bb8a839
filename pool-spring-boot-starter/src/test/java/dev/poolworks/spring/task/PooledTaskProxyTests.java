package dev.poolworks.spring.task;

import java.util.Locale;

import dev.poolworks.TaskContext;
import dev.poolworks.spring.PooledTask;
import dev.poolworks.spring.autoconfigure.PoolAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

class PooledTaskProxyTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PoolAutoConfiguration.class, AopAutoConfiguration.class))
		.withPropertyValues("pool.executors.mail.type=thread");

	@Test
	void adviceIsOutermostSoThatTransactionsBeginInThePool() {
		this.runner.withUserConfiguration(Transactions.class)
			.withBean("transactional", Transfers.class)
			.run((context) -> {
				Transfers transfers = context.getBean(Transfers.class);
				assertThat(AopUtils.isCglibProxy(transfers)).isTrue();
				assertThat(transfers.transfer()).isEqualTo("mail true");
			});
	}

	@Test
	void methodsOfConfigurationClassesMayBeTasks() {
		this.runner.withUserConfiguration(ConfigurationWithTask.class)
			.run((context) -> assertThat(context.getBean(ConfigurationWithTask.class).where()).isEqualTo("mail"));
	}

	@Test
	void interfaceProxiesWorkToo() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("speaker", Speaker.class, LoudSpeaker::new)
			.run((context) -> {
				Speaker<String> speaker = context.getBean(Speaker.class);
				assertThat(AopUtils.isJdkDynamicProxy(speaker)).isTrue();
				assertThat(speaker.speak("hi")).isEqualTo("HI mail");
			});
	}

	@Configuration
	static class ConfigurationWithTask {

		@PooledTask("mail")
		String where() {
			return TaskContext.current().pool();
		}

	}

	static class Transfers {

		@PooledTask("mail")
		@Transactional
		public String transfer() {
			return TaskContext.current().pool() + " " + TransactionSynchronizationManager.isActualTransactionActive();
		}

	}

	interface Speaker<T> {

		T speak(T text);

	}

	static class LoudSpeaker implements Speaker<String> {

		@Override
		@PooledTask("mail")
		public String speak(String text) {
			return text.toUpperCase(Locale.ROOT) + " " + TaskContext.current().pool();
		}

	}

	@EnableTransactionManagement
	static class Transactions {

		@Bean
		PlatformTransactionManager transactionManager() {
			return new AbstractPlatformTransactionManager() {

				@Override
				protected Object doGetTransaction() {
					return this;
				}

				@Override
				protected void doBegin(Object transaction, TransactionDefinition definition) {
				}

				@Override
				protected void doCommit(DefaultTransactionStatus status) {
				}

				@Override
				protected void doRollback(DefaultTransactionStatus status) {
				}

			};
		}

	}

}
