package org.tcplite.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a figure depends on and a reader has to know: machine, system, load, commit. */
public final class Environment {

    private Environment() {}

    /** The directory {@code bench}: where the start script says, or in or at the present one. */
    public static Path home() {
        String said = System.getProperty("tcplite.bench.home");
        if (said != null) {
            return Path.of(said).toAbsolutePath();
        }
        Path within = Path.of("bench").toAbsolutePath();
        return Files.isDirectory(within) ? within : Path.of("").toAbsolutePath();
    }

    /**
     * Names and values, in the order of a report.
     *
     * @param home a directory within the working copy
     */
    public static Map<String, String> of(Path home) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("machine", processor() + ", " + cpus() + " CPUs");
        facts.put(
                "system",
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + ", "
                        + System.getProperty("os.arch"));
        facts.put("load average", loadAverage());
        facts.put("commit", commit(home));
        return facts;
    }

    /** The load average of the last minute, or a dash where the system has none. */
    public static String loadAverage() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "-" : String.format(Locale.ROOT, "%.1f", load);
    }

    private static int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String processor() {
        String name = line(Path.of("/proc/cpuinfo"), "model name");
        return name == null ? System.getProperty("os.arch") : name;
    }

    private static String line(Path file, String key) {
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (line.startsWith(key)) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String commit(Path home) {
        String hash = git(home, "rev-parse", "--short=12", "HEAD");
        if (hash.isEmpty()) {
            return "unknown";
        }
        return git(home, "status", "--porcelain").isEmpty() ? hash : hash + ", edited";
    }

    private static String git(Path home, String... words) {
        String[] command = new String[words.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = home.toString();
        System.arraycopy(words, 0, command, 3, words.length);
        String said = Processes.outputOrNull(command);
        return said == null ? "" : said;
    }
}
