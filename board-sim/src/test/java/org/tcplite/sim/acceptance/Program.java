package org.tcplite.sim.acceptance;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A process of a test: what it writes, line by line, and how it ends. */
final class Program implements AutoCloseable {

    /** With this system property set to true, what would be skipped fails. */
    private static final String CI = "tcplite.ci";

    /** The main class of the command line. */
    static final String BOARD_SIM = "org.tcplite.sim.cli.Main";

    private final List<String> command = new ArrayList<>();
    private final StringBuilder said = new StringBuilder();
    private Path runtimeDirectory;
    private Path input;
    private Path output;
    private Process process;
    private Thread reader;

    private Program() {}

    /** A command of the system; skips the test where it is missing, fails in CI. */
    static Program of(String... line) {
        if (!isOnPath(line[0])) {
            unavailable("no '" + line[0] + "' command");
        }
        Program program = new Program();
        program.command.addAll(List.of(line));
        return program;
    }

    /** What a test needs is not to be had: skips the test, fails in CI. */
    private static void unavailable(String reason) {
        if (Boolean.getBoolean(CI)) {
            Assertions.fail(reason);
        }
        Assumptions.abort("skipped: " + reason);
    }

    private static boolean isOnPath(String tool) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, tool))) {
                return true;
            }
        }
        return false;
    }

    /** A main class on the class path of the test, in a JVM like the test's. */
    static Program java(String mainClass, String... arguments) {
        Program program = new Program();
        program.command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature()
                >= 22) { // as the jar's manifest does; JNA is warned of else
            program.command.add("--enable-native-access=ALL-UNNAMED");
        }
        program.command.add("-cp");
        program.command.add(System.getProperty("java.class.path"));
        program.command.add(mainClass);
        program.command.addAll(List.of(arguments));
        return program;
    }

    /** More of them, at the end. */
    Program arguments(String... more) {
        command.addAll(List.of(more));
        return this;
    }

    /** Options of the JVM. */
    Program options(String... options) {
        command.addAll(1, List.of(options));
        return this;
    }

    /** Where boards leave their control sockets, and look for others'. */
    Program runtimeDirectory(Path directory) {
        runtimeDirectory = directory;
        return this;
    }

    /** What it reads on standard input; nothing otherwise. */
    Program input(Path file) {
        input = file;
        return this;
    }

    /** Where its standard output goes; {@link #said} is then standard error alone. */
    Program output(Path file) {
        output = file;
        return this;
    }

    Program start() throws IOException {
        List<String> line = new ArrayList<>(command);
        if (isInterruptIgnored()) {
            line.addAll(0, List.of("env", "--default-signal=INT"));
        }
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(output == null);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        if (output != null) {
            builder.redirectOutput(output.toFile());
        }
        if (runtimeDirectory != null) {
            builder.environment().put("XDG_RUNTIME_DIR", runtimeDirectory.toString());
        }
        process = builder.start();
        process.getOutputStream().close();
        reader = new Thread(this::read, "reader of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    /** Whether this JVM runs behind a shell's {@code &}: its children would be deaf to SIGINT. */
    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << 1) != 0;
            }
        }
        return false;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                output == null
                                        ? process.getInputStream()
                                        : process.getErrorStream(),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.append(line).append('\n');
                    said.notifyAll();
                }
            }
        } catch (IOException gone) {
            return;
        }
    }

    /** What it has written so far, on standard output and standard error. */
    String said() {
        synchronized (said) {
            return said.toString();
        }
    }

    /** Waits for a line that begins so. */
    String line(String start, int seconds) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        synchronized (said) {
            while (true) {
                for (String line : said.toString().split("\n")) {
                    if (line.startsWith(start)) {
                        return line;
                    }
                }
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
                if (leftMs <= 0 || !process.isAlive() && !reader.isAlive()) {
                    return Assertions.fail("no line \"" + start + "\" but:\n" + said);
                }
                said.wait(Math.min(leftMs, 100));
            }
        }
    }

    /** Waits for a file it makes; one that ends before is {@link #unavailable} here. */
    void requireFile(Path file) throws InterruptedException {
        for (int i = 0; !Files.exists(file); i++) {
            if (i == 1_000 || process.waitFor(10, TimeUnit.MILLISECONDS)) {
                reader.join(1_000);
                String end = process.isAlive() ? "no " + file : "status " + process.exitValue();
                unavailable(command.get(0) + " does not start here, " + end + ": " + said());
            }
        }
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal, such as INT. */
    void signal(String name) throws Exception {
        Program kill = of("sh", "-c", "kill -" + name + " " + pid()).start();
        Assertions.assertEquals(0, kill.waitFor(10), kill::said);
    }

    /** Its exit status; it is killed, and the test fails, if there is none in time. */
    int waitFor(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            Assertions.fail(command + " did not end within " + seconds + " s:\n" + said());
        }
        reader.join(5_000);
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
