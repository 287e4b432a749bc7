package org.tcplite.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A program of its own: runs the tests with some tags, or of some classes, on the class path it was
 * started with. It prints a line for each failure: the test, a tab, and its tags.
 */
final class TaggedTests {

    /** Ends the output, with the number of tests that ran. */
    static final String END = "tests run: ";

    /** Tags of tests that are too slow, or want rights, or would run the runner. */
    private static final List<String> LEFT_OUT = List.of("allocation", "tap", "mutants", "long");

    private TaggedTests() {}

    /**
     * @param arguments {@code tags} and the tags, or {@code classes} and the classes' names; before
     *     them, the folder of the test classes
     */
    public static void main(String[] arguments) {
        List<String> names = List.of(arguments).subList(2, arguments.length);
        boolean byTag = arguments[1].equals("tags");
        LauncherDiscoveryRequestBuilder request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(
                                byTag
                                        ? selectClasspathRoots(Set.of(Path.of(arguments[0])))
                                        : classes(names))
                        .filters(
                                EngineFilter.includeEngines("junit-jupiter"),
                                TagFilter.excludeTags(LEFT_OUT));
        if (byTag) {
            request.filters(TagFilter.includeTags(names));
        }
        run(request.build());
        System.exit(0); // whatever threads a test has left behind
    }

    private static List<DiscoverySelector> classes(List<String> names) {
        List<DiscoverySelector> selectors = new ArrayList<>();
        names.forEach(name -> selectors.add(selectClass(name)));
        return selectors;
    }

    private static void run(LauncherDiscoveryRequest request) {
        int[] tests = {0};
        LauncherFactory.create()
                .execute(
                        request,
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(
                                    TestIdentifier id, TestExecutionResult result) {
                                tests[0] += id.isTest() ? 1 : 0;
                                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                                    System.out.println(nameOf(id) + "\t" + tagsOf(id));
                                }
                            }
                        });
        System.out.println(END + tests[0]);
    }

    private static String nameOf(TestIdentifier id) {
        return id.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(m -> simple(m.getClassName()) + "." + m.getMethodName())
                .orElse(id.getDisplayName());
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static String tagsOf(TestIdentifier id) {
        return id.getTags().stream().map(TestTag::getName).collect(Collectors.joining(" "));
    }
}
