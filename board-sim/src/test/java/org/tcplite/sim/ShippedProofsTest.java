package org.tcplite.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What the jar takes from tcp-lite's tests, by the list in the pom: complete in itself, and without
 * JUnit.
 */
class ShippedProofsTest {

    private static final String TESTS = "org.tcplite:tcp-lite:*:tests";

    private final List<PathMatcher> includes = new ArrayList<>();
    private final List<PathMatcher> excludes = new ArrayList<>();

    @BeforeEach
    void readThePom() throws Exception {
        NodeList filters =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new File("pom.xml"))
                        .getElementsByTagName("filter");
        for (int i = 0; i < filters.getLength(); i++) {
            Element filter = (Element) filters.item(i);
            if (text(filter, "artifact").get(0).equals(TESTS)) {
                text(filter, "include").forEach(each -> includes.add(matcher(each)));
                text(filter, "exclude").forEach(each -> excludes.add(matcher(each)));
            }
        }
        assertTrue(!includes.isEmpty() && !excludes.isEmpty(), "the pom has the filter");
    }

    private static List<String> text(Element parent, String tag) {
        List<String> text = new ArrayList<>();
        NodeList found = parent.getElementsByTagName(tag);
        for (int i = 0; i < found.getLength(); i++) {
            text.add(found.item(i).getTextContent());
        }
        return text;
    }

    private static PathMatcher matcher(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }

    private boolean isShipped(JavaClass type) {
        Path path = Path.of(type.getName().replace('.', '/') + ".class");
        return includes.stream().anyMatch(each -> each.matches(path))
                && excludes.stream().noneMatch(each -> each.matches(path));
    }

    private static boolean isTestSide(JavaClass type) {
        String source = type.getSource().map(each -> each.getUri().toString()).orElse("");
        return source.contains("test-classes") || source.contains("-tests.jar");
    }

    @Test
    void whatIsShippedNeedsNothingThatIsNot() {
        TreeSet<String> missing = new TreeSet<>();
        int shipped = 0;
        for (JavaClass type :
                new ClassFileImporter()
                        .importPackages(
                                "org.tcplite.script", "org.tcplite.net", "org.tcplite.tcp")) {
            if (!isTestSide(type) || !isShipped(type)) {
                continue;
            }
            shipped++;
            for (Dependency each : type.getDirectDependenciesFromSelf()) {
                JavaClass target = each.getTargetClass().getBaseComponentType();
                boolean tests = isTestSide(target) && !isShipped(target);
                if (tests || target.getName().startsWith("org.junit")) {
                    missing.add(type.getName() + " needs " + target.getName());
                }
            }
        }
        assertEquals(new TreeSet<String>(), missing);
        assertTrue(shipped > 30, "classes shipped: " + shipped);
    }
}
