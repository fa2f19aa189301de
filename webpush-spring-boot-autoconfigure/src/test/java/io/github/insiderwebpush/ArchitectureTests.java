package io.github.insiderwebpush;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/**
 * Which way the code points, and what Spring Boot asks of a starter.
 */
@AnalyzeClasses(packages = "io.github.insiderwebpush", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.insiderwebpush";

	@ArchTest
	static final ArchRule importsPointDownwards = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("autoconfigure")
		.definedBy(ROOT + ".autoconfigure..")
		.layer("health")
		.definedBy(ROOT + ".health..")
		.layer("bulk")
		.definedBy(ROOT + ".bulk..")
		.layer("client")
		.definedBy(ROOT + ".client..")
		.layer("root")
		.definedBy(ROOT)
		.layer("campaign")
		.definedBy(ROOT + ".campaign..")
		.layer("statistics")
		.definedBy(ROOT + ".statistics..")
		.layer("ratelimit")
		.definedBy(ROOT + ".ratelimit..")
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("health")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("bulk")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("client")
		.mayOnlyBeAccessedByLayers("autoconfigure", "health", "bulk")
		.whereLayer("root")
		.mayOnlyBeAccessedByLayers("autoconfigure", "health", "bulk", "client")
		.whereLayer("campaign")
		.mayOnlyAccessLayers("statistics")
		.whereLayer("statistics")
		.mayNotAccessAnyLayer()
		.whereLayer("ratelimit")
		.mayNotAccessAnyLayer();

	@ArchTest
	static final ArchRule onlyBootsSideUsesSpringBoot = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".autoconfigure..", ROOT + ".health..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicMembers = methods().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule noConditionOnAClassAtABeanMethod = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBeAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes().that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

	@ArchTest
	static final ArchRule nobodyWaitsInsideAMonitorOrSleeps = noClasses().should()
		.callMethod(Thread.class, "sleep", long.class)
		.orShould()
		.callMethod(Object.class, "wait")
		.orShould()
		.callMethod(Object.class, "wait", long.class);

	@ArchTest
	static final ArchRule timeHasOneSeam = noClasses().that()
		.doNotHaveFullyQualifiedName(ROOT + ".ratelimit.SystemTimer")
		.should()
		.callMethod(System.class, "nanoTime")
		.orShould()
		.callMethod(System.class, "currentTimeMillis");

}
