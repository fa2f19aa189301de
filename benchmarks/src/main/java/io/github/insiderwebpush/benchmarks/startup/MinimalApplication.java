package io.github.insiderwebpush.benchmarks.startup;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * A web application with nothing of its own. When it is ready it prints the number of
 * loaded classes, and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class MinimalApplication {

	static final String READY = "READY ";

	public static void main(String[] arguments) {
		run(MinimalApplication.class, arguments);
	}

	static void run(Class<?> application, String... arguments) {
		SpringApplication spring = new SpringApplication(application);
		spring.setMainApplicationClass(application);
		spring.run(arguments);
		long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
		System.out.println(READY + classes);
		System.out.flush();
		Runtime.getRuntime().halt(0);
	}

}
