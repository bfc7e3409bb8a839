package dev.poolworks.spring.task;

import java.util.List;

import dev.poolworks.spring.task.BeanInvocation.MethodName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BeanInvocationTests {

	@Test
	void codeThatIsCalledIsTheBeans() {
		MethodName method = new MethodName("com.acme.web.Pages", "render", List.of());
		assertThat(new BeanInvocation("pages", "com.acme.web.Pages$Inner", method, new Object[0]).calledPackage())
			.isEqualTo("com.acme.web");
	}

}
