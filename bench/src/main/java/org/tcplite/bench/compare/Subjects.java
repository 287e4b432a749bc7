package org.tcplite.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tcplite.bench.Processes;

/** Finds who can take part, builds what has to be built, and says why somebody cannot. */
final class Subjects {

    private static final int BUILD_SECONDS = 300;

    private final Path home;
    private final String classPath;
    private final List<Subject> found = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    /**
     * Nobody yet.
     *
     * @param home the directory {@code bench}
     */
    Subjects(Path home) {
        this.home = home;
        classPath = System.getProperty("java.class.path");
    }

    /** A JDK: our stack, the skeleton and the floor in Java. */
    void addJdk(Path jdk) throws IOException {
        Path release = jdk.resolve("release");
        if (!Files.exists(jdk.resolve("bin").resolve("java"))) {
            throw new IOException(jdk + " is no JDK: it has no bin/java");
        }
        String version = "?";
        if (Files.exists(release)) {
            for (String line : Files.readAllLines(release)) {
                if (line.startsWith("JAVA_VERSION=")) {
                    version = line.replaceAll("[^0-9.+]", "");
                }
            }
        }
        for (Jvm.Role role : Jvm.Role.values()) {
            found.add(new Jvm(jdk, version, classPath, role));
        }
    }

    /**
     * lwIP, built.
     *
     * @param source its unpacked source, or null for Debian's package
     */
    void addLwip(Path source) {
        Path scripts = home.resolve("peers").resolve("lwip");
        Path work = home.resolve("target").resolve("lwip");
        try {
            Path unpacked = source;
            if (unpacked == null) {
                String get = scripts.resolve("get-source").toString();
                String said = Processes.output(List.of(get, work.toString()), BUILD_SECONDS);
                unpacked = Path.of(said);
            }
            String build = scripts.resolve("build").toString();
            Path built = work.resolve("built");
            Processes.output(List.of(build, unpacked.toString(), built.toString()), BUILD_SECONDS);
            Path name = unpacked.toAbsolutePath().normalize().getFileName();
            String version = name == null ? "lwIP" : name.toString();
            for (String march : List.of("native", "default")) {
                for (String checksum : List.of("hook", "stock", "nosum")) {
                    found.add(new Lwip(built, version, march, checksum));
                }
            }
        } catch (IOException e) {
            missing.add("lwIP: " + e.getMessage());
        }
    }

    /** The floor in C. */
    void addFloor() {
        Path built = home.resolve("target").resolve("floor");
        String build = home.resolve("peers").resolve("floor").resolve("build").toString();
        try {
            Processes.output(List.of(build, built.toString()), BUILD_SECONDS);
            found.add(new FloorInC(built, "native"));
            found.add(new FloorInC(built, "default"));
        } catch (IOException e) {
            missing.add("the floor in C: " + e.getMessage());
        }
    }

    /** The Linux kernel, if it lets us have namespaces. */
    void addKernel() {
        Path built = home.resolve("target").resolve("linux");
        String build = home.resolve("peers").resolve("linux").resolve("build").toString();
        try {
            Processes.output(List.of(build, built.toString()), BUILD_SECONDS);
            Path driver = built.resolve("linux");
            Processes.output(List.of(driver.toString(), "open-close", "0", "1", "1"), 30);
            found.add(new LinuxKernel(driver, System.getProperty("os.version")));
        } catch (IOException e) {
            missing.add("the Linux kernel: " + e.getMessage());
        }
    }

    /** Who can take part. */
    List<Subject> found() {
        return found;
    }

    /** Who cannot, and why. */
    List<String> missing() {
        return missing;
    }
}
