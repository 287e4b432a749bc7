package org.tcplite;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Which package may know which: tcp knows nobody, net knows tcp and hal, hal knows nobody. */
class ArchitectureTest {

    private static final String TCP = "org.tcplite.tcp";
    private static final String NET = "org.tcplite.net";
    private static final String HAL = "org.tcplite.hal";

    private final JavaClasses product =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages(TCP, NET, HAL);

    @Test
    void tcpDependsOnNobody() {
        onlyDependsOn(TCP).check(product);
    }

    @Test
    void netDependsOnTcpAndHal() {
        onlyDependsOn(NET, TCP, HAL).check(product);
    }

    @Test
    void halDependsOnNobody() {
        onlyDependsOn(HAL, HAL + ".contract").check(product);
    }

    private static ArchRule onlyDependsOn(String name, String... others) {
        String[] allowed = new String[others.length + 2];
        System.arraycopy(others, 0, allowed, 0, others.length);
        allowed[others.length] = name;
        allowed[others.length + 1] = "java.lang";
        return classes()
                .that()
                .resideInAPackage(name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true);
    }
}
