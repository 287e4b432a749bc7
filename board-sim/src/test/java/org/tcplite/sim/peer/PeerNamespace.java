package org.tcplite.sim.peer;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace for one test: a kernel peer that shares nothing with the machine's network.
 *
 * <p>A TAP device opened by the test is {@linkplain #adopt moved} inside; the descriptor goes on
 * working. Commands run inside by {@code ip netns exec}. {@link #close()} ends every process
 * started here and removes the namespace, and with it the device.
 *
 * <pre>
 *     PeerNamespace.assumeUsable();
 *     try (PeerNamespace peer = PeerNamespace.create();
 *             TapLink link = TapLink.open(peer.deviceName(), config)) {
 *         peer.adopt(peer.deviceName(), "10.0.0.1/24");
 *         peer.run("ping", "-c1", "10.0.0.2").assertSuccess();
 *     }
 * </pre>
 */
public final class PeerNamespace implements AutoCloseable {

    /** With this system property set to true, what would be skipped fails. */
    public static final String CI = "tcplite.ci";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final String name;
    private final String device;
    private final List<Process> started = new ArrayList<>();
    private boolean removed;
    private final Thread atExit = new Thread(this::remove);

    private PeerNamespace(String name, String device) {
        this.name = name;
        this.device = device;
    }

    /**
     * What a command left behind.
     *
     * @param command as it was run, for messages
     * @param status its exit status
     * @param stdout what it wrote
     * @param stderr what it complained about
     */
    public record Result(List<String> command, int status, byte[] stdout, String stderr) {

        /** The output as text. */
        public String text() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        /** Fails the test unless the command succeeded. */
        public Result assertSuccess() {
            if (status != 0) {
                Assertions.fail(
                        String.join(" ", command)
                                + " ended with "
                                + status
                                + "\n"
                                + text()
                                + stderr);
            }
            return this;
        }
    }

    /**
     * Skips the test where a namespace cannot be had or one of the tools is missing; fails in CI.
     */
    public static void assumeUsable(String... tools) {
        String reason = reasonNotUsable(tools);
        if (reason == null) {
            return;
        }
        if (Boolean.getBoolean(CI)) {
            Assertions.fail("the kernel as a peer is not to be had here: " + reason);
        }
        Assumptions.abort("skipped, the kernel as a peer is not to be had here: " + reason);
    }

    private static String reasonNotUsable(String... tools) {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return "this is no Linux";
        }
        if (!Files.isWritable(Path.of("/dev/net/tun"))) {
            return "no /dev/net/tun that this user may write to";
        }
        if (!onPath("ip")) {
            return "no 'ip' command (package iproute2)";
        }
        for (String tool : tools) {
            if (!onPath(tool)) {
                return "no '" + tool + "' command";
            }
        }
        try (PeerNamespace trial = create()) {
            return trial.run("ip", "link").status() == 0 ? null : "'ip netns exec' does not work";
        } catch (IllegalStateException e) {
            return "'ip netns add' does not work (root is needed): " + e.getMessage();
        }
    }

    private static boolean onPath(String tool) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin:/sbin";
        for (String directory : path.split(File.pathSeparator)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, tool))) {
                return true;
            }
        }
        return false;
    }

    /** Makes a namespace whose only device is its loopback, without IPv6. */
    public static PeerNamespace create() {
        int serial = SERIAL.incrementAndGet();
        String id = Long.toString(ProcessHandle.current().pid(), 36) + "x" + serial;
        PeerNamespace made = new PeerNamespace("tcplite-" + id, "tl" + id);
        host("ip", "netns", "add", made.name);
        Runtime.getRuntime().addShutdownHook(made.atExit);
        boolean good = false;
        try {
            made.must("ip", "link", "set", "lo", "up");
            good = true;
        } finally {
            if (!good) {
                made.close();
            }
        }
        made.runQuietly("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        made.runQuietly("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
        return made;
    }

    /** The namespace's name, unique on this machine. */
    public String name() {
        return name;
    }

    /** A name for a TAP device, unique on this machine. */
    public String deviceName() {
        return device;
    }

    /** Moves an opened device inside, gives it an address with prefix length, and sets it up. */
    public void adopt(String deviceToMove, String addressAndPrefix) {
        host("ip", "link", "set", deviceToMove, "netns", name);
        must("ip", "addr", "add", addressAndPrefix, "dev", deviceToMove);
        must("ip", "link", "set", deviceToMove, "up");
    }

    /**
     * Makes a macvtap outside whose network is this namespace, by a pair of veth devices; all three
     * go with the namespace.
     *
     * @return the macvtap's name; it is up, and the namespace's end has the address
     */
    public String addMacvtap(String addressAndPrefix) {
        String near = device + "n";
        String far = device + "f";
        String made = device + "m";
        host("ip", "link", "add", near, "type", "veth", "peer", "name", far);
        adopt(far, addressAndPrefix);
        host("ip", "link", "add", "link", near, "name", made, "type", "macvtap", "mode", "bridge");
        for (String each : List.of(near, made)) {
            host("sysctl", "-qw", "net.ipv6.conf." + each + ".disable_ipv6=1");
            host("ip", "link", "set", each, "up");
        }
        return made;
    }

    /** Runs a command inside to its end; a minute at most. */
    public Result run(String... command) {
        return run(PATIENCE, new byte[0], command);
    }

    /** Runs a command inside to its end, or kills it and fails. */
    public Result run(Duration patience, byte[] stdin, String... command) {
        return finish(start(command), patience, stdin, List.of(command));
    }

    /** Starts a command inside; {@link #close()} ends it if nobody did. */
    public Process start(String... command) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", name));
        line.addAll(List.of(command));
        Process process = launch(line);
        synchronized (started) {
            started.add(process);
        }
        return process;
    }

    /** Feeds a process, reads all it writes, waits for its end, or kills it and fails. */
    public static Result finish(
            Process process, Duration patience, byte[] stdin, List<String> command) {
        Collector stdout = new Collector(process.getInputStream());
        Collector stderr = new Collector(process.getErrorStream());
        Thread feeder = new Thread(() -> feed(process.getOutputStream(), stdin));
        feeder.setDaemon(true);
        feeder.start();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                killTree(process);
                Assertions.fail(
                        String.join(" ", command)
                                + " did not end within "
                                + patience
                                + "\n"
                                + new String(stdout.octets(), StandardCharsets.UTF_8)
                                + new String(stderr.octets(), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            killTree(process);
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Result(
                command,
                process.exitValue(),
                stdout.octets(),
                new String(stderr.octets(), StandardCharsets.UTF_8));
    }

    /** Ends what was started here, removes the namespace and every device inside. */
    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook will find nothing to do
        }
    }

    private void remove() {
        synchronized (started) {
            for (Process process : started) {
                killTree(process);
            }
            started.clear();
            if (removed) {
                return;
            }
            removed = true;
        }
        host("ip", "netns", "del", name);
    }

    private void must(String... command) {
        Result result = run(command);
        if (result.status() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + ": " + result.stderr().strip());
        }
    }

    private void runQuietly(String... command) {
        try {
            run(command);
        } catch (UncheckedIOException noSuchTool) {
            return;
        }
    }

    private static void host(String... command) {
        List<String> line = List.of(command);
        Result result = finish(launch(line), PATIENCE, new byte[0], line);
        if (result.status() != 0) {
            throw new IllegalStateException(
                    String.join(" ", line) + ": " + result.stderr().strip());
        }
    }

    private static Process launch(List<String> line) {
        try {
            return new ProcessBuilder(line).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void feed(OutputStream to, byte[] octets) {
        try (to) {
            to.write(octets);
        } catch (IOException hungUp) {
            return;
        }
    }

    private static void killTree(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads a stream to its end on a thread of its own. */
    private static final class Collector {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final Thread thread;

        Collector(InputStream from) {
            thread = new Thread(() -> drain(from));
            thread.setDaemon(true);
            thread.start();
        }

        private void drain(InputStream from) {
            try (from) {
                from.transferTo(octets);
            } catch (IOException hungUp) {
                return;
            }
        }

        byte[] octets() {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return octets.toByteArray();
        }
    }
}
