package org.tcplite.conformance;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** The test methods of a folder of classes, by name, with their tags. */
final class TaggedMethods {

    /** Tests that want rights of their own show nothing to those who lack them. */
    private static final String WITH_RIGHTS = "tap";

    private TaggedMethods() {}

    /** Tags by method, {@code Class.method}; its class's tags count as its own. */
    static Map<String, TreeSet<String>> in(Path classes) throws IOException {
        Map<String, TreeSet<String>> methods = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String path = classes.relativize(file).toString();
                Class<?> type = load(path.replace(".class", "").replace('/', '.'));
                for (Method method : type.getDeclaredMethods()) {
                    TreeSet<String> tags = tags(type.getAnnotationsByType(Tag.class));
                    tags.addAll(tags(method.getAnnotationsByType(Tag.class)));
                    if (!tags.isEmpty() && !tags.contains(WITH_RIGHTS) && isTest(method)) {
                        methods.put(simple(type) + "." + method.getName(), tags);
                    }
                }
            }
        }
        return methods;
    }

    /** Methods by tag. */
    static Map<String, List<String>> byTag(Map<String, TreeSet<String>> methods) {
        Map<String, List<String>> byTag = new TreeMap<>();
        methods.forEach(
                (method, tags) ->
                        tags.forEach(
                                tag ->
                                        byTag.computeIfAbsent(tag, t -> new ArrayList<>())
                                                .add(method)));
        return byTag;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, TaggedMethods.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By the annotation's name: {@code Test}, {@code ParameterizedTest}, {@code TestFactory}. */
    private static boolean isTest(Method method) {
        return Stream.of(method.getAnnotations())
                .anyMatch(a -> a.annotationType().getSimpleName().contains("Test"));
    }

    private static String simple(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private static TreeSet<String> tags(Tag[] tags) {
        TreeSet<String> names = new TreeSet<>();
        for (Tag tag : tags) {
            names.add(tag.value());
        }
        return names;
    }
}
