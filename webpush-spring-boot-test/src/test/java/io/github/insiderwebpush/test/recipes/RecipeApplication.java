package io.github.insiderwebpush.test.recipes;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * The application of the recipes.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ SaleLauncher.class, ReactiveDrafts.class, StatisticsPoller.class })
class RecipeApplication {

}
