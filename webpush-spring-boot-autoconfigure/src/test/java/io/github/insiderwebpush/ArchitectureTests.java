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
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which way the code points, and what Spring Boot asks of a starter.
 */
@AnalyzeClasses(packages = "io.github.insiderwebpush", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.insiderwebpush";

	@ArchTest
	static final ArchRule thereAreNoCycles = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule rootKnowsNoSpringBoot = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".autoconfigure..", ROOT + ".health..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	static final ArchRule nothingPointsBackToBootsSide = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ROOT + ".autoconfigure..");

	@ArchTest
	static final ArchRule rootKnowsNeitherBulkNorHealth = noClasses().that()
		.resideInAPackage(ROOT)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".bulk..", ROOT + ".health..");

	@ArchTest
	static final ArchRule bulkKnowsNoHealth = noClasses().that()
		.resideInAPackage(ROOT + ".bulk..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ROOT + ".health..")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule valuesAndLimiterKnowNobody = noClasses().that()
		.resideInAnyPackage(ROOT + ".campaign..", ROOT + ".statistics..", ROOT + ".ratelimit..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT, ROOT + ".bulk..", ROOT + ".health..", ROOT + ".autoconfigure..");

	@ArchTest
	static final ArchRule limiterAndCampaignsKnowNotEachOther = noClasses().that()
		.resideInAPackage(ROOT + ".ratelimit..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".campaign..", ROOT + ".statistics..");

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
