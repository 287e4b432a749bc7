package org.tcplite.sim.cli;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at a machine: what works on it, what does not, and how to get that. */
final class Doctor {

    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CLOCK_STEPS = 1_000;
    private static final long CLOCK_LIMIT_NS = 1_000_000;
    private static final long WALL_CLOCK_LIMIT_MS = 100;

    /** No clock that is set stands before it. */
    private static final Instant EARLIEST = Instant.parse("2024-01-01T00:00:00Z");

    private final Path root;
    private final String searchPath;

    /**
     * Looks at a machine, or at a part of a file system that stands for one.
     *
     * @param root where {@code dev} and {@code proc} are
     * @param searchPath directories of programs, as in {@code PATH}
     */
    Doctor(Path root, String searchPath) {
        this.root = root;
        this.searchPath = searchPath;
    }

    /** This machine; programs of root's directories count too. */
    static Doctor here() {
        String path = System.getenv("PATH");
        String administrators = File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/sbin";
        return new Doctor(Path.of(File.separator), (path == null ? "" : path) + administrators);
    }

    /** All of it, what is used first foremost. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        all.add(java());
        all.add(nanoTime());
        all.add(wallClock());
        all.add(loopback());
        all.add(unixSockets());
        all.add(datagrams());
        all.add(tap());
        all.add(jna());
        all.add(namespaces());
        all.add(program("passt", "--link unix: as the desktop's network, without root", "passt"));
        all.add(
                program(
                        "qemu-system-arm",
                        "boards under QEMU, and links to its guests",
                        "qemu-system-arm"));
        all.add(program("arm-none-eabi-gcc", "firmware for Cortex-M boards", "gcc-arm-none-eabi"));
        all.add(program("tshark", "a look into captures, tests that check them", "tshark"));
        all.add(program("curl", "requests to a board, tests with the kernel as peer", "curl"));
        return all;
    }

    /** True if a board can run on some link. */
    static boolean anythingRuns(List<Finding> findings) {
        return findings.stream().anyMatch(each -> each.ok() && each.use().startsWith("--link"));
    }

    // ---- the machine

    private static Finding java() {
        String detail = System.getProperty("java.vm.name") + " " + Runtime.version();
        return new Finding("java", true, detail, "everything", "");
    }

    /** The clock of every link in real time. */
    private static Finding nanoTime() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < CLOCK_STEPS; i++) {
            long from = System.nanoTime();
            long to = System.nanoTime();
            while (to == from) {
                to = System.nanoTime();
            }
            least = Math.min(least, to - from);
        }
        return new Finding(
                "nanoTime",
                least < CLOCK_LIMIT_NS,
                "steps of " + least + " ns",
                "timers in real time",
                "timers are that coarse here");
    }

    /** The time of day of captures. */
    private static Finding wallClock() {
        long from = System.currentTimeMillis();
        long limitNs = System.nanoTime() + WALL_CLOCK_LIMIT_MS * 1_000_000;
        long to = from;
        while (to == from && System.nanoTime() - limitNs < 0) {
            to = System.currentTimeMillis();
        }
        boolean moves = to != from;
        Instant now = Instant.ofEpochMilli(to);
        return new Finding(
                "wall clock",
                moves && now.isAfter(EARLIEST),
                moves ? now + ", steps of " + (to - from) + " ms" : now + ", it stands still",
                "times in captures",
                "set the clock");
    }

    // ---- links

    private static Finding loopback() {
        String use = "--link forward, the default, and tcp:";
        try (ServerSocketChannel socket = ServerSocketChannel.open()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new Finding("loopback", true, "TCP listens on " + host(socket), use, "");
        } catch (IOException e) {
            return new Finding("loopback", false, words(e), use, "ip link set lo up");
        }
    }

    private static String host(ServerSocketChannel socket) throws IOException {
        return ((InetSocketAddress) socket.getLocalAddress()).getAddress().getHostAddress();
    }

    private static Finding unixSockets() {
        String use = "--link unix:, netstat";
        String remedy = "they need macOS, Linux or Windows 10";
        Path directory = null;
        try {
            directory = Files.createTempDirectory("doctor");
            Path path = directory.resolve("s");
            try (ServerSocketChannel socket =
                    ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.bind(UnixDomainSocketAddress.of(path));
                return new Finding("unix socket", true, "one listens", use, "");
            } finally {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return new Finding("unix socket", false, words(e), use, remedy);
        } finally {
            remove(directory);
        }
    }

    private static void remove(Path directory) {
        try {
            if (directory != null) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            directory.toFile().deleteOnExit();
        }
    }

    private static Finding datagrams() {
        String use = "--link udp:";
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new Finding("datagrams", true, "UDP on the loopback", use, "");
        } catch (IOException e) {
            return new Finding("datagrams", false, words(e), use, "ip link set lo up");
        }
    }

    private Finding tap() {
        Path node = root.resolve("dev/net/tun");
        String use = "--link tap:, the Linux kernel as peer";
        if (!isLinux()) {
            return new Finding("tap", false, "this is no Linux", use, "");
        }
        if (!Files.exists(node)) {
            return new Finding(
                    "tap",
                    false,
                    "no " + node,
                    use,
                    "sudo modprobe tun, or give the container the device");
        }
        if (!Files.isReadable(node) || !Files.isWritable(node)) {
            return new Finding("tap", false, node + " is not for this user", use, "run as root");
        }
        String detail = node + (mayAdminister() ? "" : ", for devices made for this user");
        return new Finding("tap", true, detail, use, "");
    }

    private static Finding jna() {
        String use = "the one native call of --link tap: and macvtap:";
        try {
            Class.forName("com.sun.jna.Native"); // loads the library
            return new Finding("jna", true, "its library loads", use, "");
        } catch (ClassNotFoundException | LinkageError e) {
            String remedy = "put net.java.dev.jna:jna on the class path";
            return new Finding("jna", false, words(e), use, remedy);
        }
    }

    private Finding namespaces() {
        String use = "tests with the Linux kernel as peer";
        Path ip = find("ip");
        if (ip == null) {
            return new Finding("namespaces", false, "no ip", use, "apt-get install iproute2");
        }
        if (!mayAdminister()) {
            return new Finding("namespaces", false, "no right to make one", use, "run as root");
        }
        return new Finding("namespaces", true, ip + ", and the right to make one", use, "");
    }

    private Finding program(String name, String use, String aptPackage) {
        Path found = find(name);
        return found == null
                ? new Finding(name, false, "not here", use, "apt-get install " + aptPackage)
                : new Finding(name, true, found.toString(), use, "");
    }

    // ---- how

    private Path find(String name) {
        for (String directory : searchPath.split(File.pathSeparator)) {
            Path candidate = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** True if the process may make devices and namespaces: what Linux says of its capabilities. */
    private boolean mayAdminister() {
        long needed = 1L << CAP_NET_ADMIN | 1L << CAP_SYS_ADMIN;
        try {
            for (String line : Files.readAllLines(root.resolve("proc/self/status"))) {
                if (line.startsWith("CapEff:")) {
                    long has = Long.parseUnsignedLong(line.substring(7).strip(), 16);
                    return (has & needed) == needed;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return false; // no Linux, or one without /proc
        }
        return false;
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }

    private static String words(Throwable e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }
}
