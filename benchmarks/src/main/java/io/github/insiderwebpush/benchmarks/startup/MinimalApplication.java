package io.github.insiderwebpush.benchmarks.startup;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * A web application with nothing of its own. Ready, it says how many classes it loaded
 * and how long it kept processors busy, and ends.
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
		long processor = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
		System.out.println(READY + classes + " " + processor);
		System.out.flush();
		Runtime.getRuntime().halt(0);
	}

}
