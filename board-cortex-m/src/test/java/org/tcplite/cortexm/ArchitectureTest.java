package org.tcplite.cortexm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The boards know the stack, the hardware-abstraction layer and TeaVM's annotations. */
class ArchitectureTest {

    private final JavaClasses product =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("org.tcplite");

    @Test
    void theBoardsDependOnTheStackAndTeaVmsAnnotations() {
        classes()
                .that()
                .resideInAPackage("org.tcplite.cortexm")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.tcplite.cortexm",
                        "org.tcplite.tcp",
                        "org.tcplite.net",
                        "org.tcplite.hal",
                        "org.tcplite.hal.contract",
                        "org.teavm.interop..",
                        "java.lang")
                .check(product);
    }

    @Test
    void onlyMachineIsC() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.tcplite.cortexm.Machine")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.teavm..")
                .check(product);
    }

    @Test
    void nothingPointsBackToTheBoards() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.tcplite.cortexm")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.tcplite.cortexm")
                .check(product);
    }
}
