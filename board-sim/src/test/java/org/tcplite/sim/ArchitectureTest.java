package org.tcplite.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** board-sim knows tcp-lite and hal, never the other way round. */
class ArchitectureTest {

    private final JavaClasses product =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages(
                            "org.tcplite.sim",
                            "org.tcplite.tcp",
                            "org.tcplite.net",
                            "org.tcplite.hal");

    @Test
    void boardSimDependsOnTheStackAndAFewLibraries() {
        classes()
                .that()
                .resideInAPackage("org.tcplite.sim..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.tcplite.sim..",
                        "org.tcplite.tcp",
                        "org.tcplite.net",
                        "org.tcplite.hal..",
                        "org.tcplite.script",
                        "org.HdrHistogram..",
                        "org.jctools..",
                        "picocli..",
                        "com.sun.jna..",
                        "java..",
                        "javax..",
                        "jdk..",
                        "com.sun.management..")
                .allowEmptyShould(true)
                .check(product);
    }

    @Test
    void nothingPointsBackToBoardSim() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.tcplite.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.tcplite.sim..")
                .allowEmptyShould(true)
                .check(product);
    }
}
