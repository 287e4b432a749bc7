package org.tcplite.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tcplite.bench.JvmOptions;

/**
 * Java on one JDK: our stack, the skeleton or the floor.
 *
 * @param jdk its directory
 * @param role what runs on it
 */
record Jvm(Path jdk, String version, String classPath, Role role) implements Subject {

    /** What a JVM runs. */
    enum Role {
        STACK("tcp-lite"),
        SKELETON("skeleton"),
        FLOOR("Java");

        private final String word;

        Role(String word) {
            this.word = word;
        }
    }

    private static final List<String> FLAGS =
            List.of(
                    JvmOptions.COLLECTOR,
                    JvmOptions.HEAP,
                    JvmOptions.MOST_HEAP,
                    JvmOptions.WHOLE_REFERENCES);

    @Override
    public String name() {
        return role.word + ", JDK " + version.replaceAll("[.+].*", "");
    }

    @Override
    public String description() {
        return "JDK " + version + ", " + String.join(" ", FLAGS);
    }

    @Override
    public boolean isOwn() {
        return role == Role.STACK;
    }

    @Override
    public boolean does(Case which) {
        if (role == Role.SKELETON) {
            return which.work().equals("receive") && which.turn() == 2 && !which.options();
        }
        return which.isFloor() == (role == Role.FLOOR);
    }

    @Override
    public List<String> command(Case which, int warmMs, int measureMs) {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin").resolve("java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", classPath, "org.tcplite.bench.OwnCase"));
        command.add(role == Role.SKELETON ? "skeleton" : which.work());
        command.add(Integer.toString(which.text()));
        command.add(which.checksums() ? "software" : "hardware");
        command.add(which.options() ? "on" : "off");
        command.add(which.posted() ? "posted" : "copied");
        command.add(Integer.toString(which.turn()));
        command.add(Integer.toString(warmMs));
        command.add(Integer.toString(measureMs));
        return command;
    }
}
