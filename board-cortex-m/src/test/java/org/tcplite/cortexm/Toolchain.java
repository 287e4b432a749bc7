package org.tcplite.cortexm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Whether boards can be linked and emulated here; if not, their tests skip, or fail in CI. */
final class Toolchain {

    /** With this system property set to true, what would be skipped fails. */
    private static final String CI = "tcplite.ci";

    private static final List<String> FIRMWARES =
            List.of(
                    "lm3s6965evb",
                    "emcraft-sf2",
                    "mps2-an385",
                    "mps2-an500",
                    "self-test",
                    "contract");

    private static boolean said;

    private Toolchain() {}

    /** The compiler and the emulator. */
    static void assumeBoards() {
        assumeTools("arm-none-eabi-gcc", "qemu-system-arm", "sha256sum");
        markTranslated();
    }

    /** Them, and the Linux kernel as a peer on a TAP device. */
    static void assumeBoardsAndKernel() {
        assumeTools(
                "arm-none-eabi-gcc",
                "qemu-system-arm",
                "sha256sum",
                "ip",
                "unshare",
                "nsenter",
                "ping",
                "curl",
                "nc");
        if (!Files.isWritable(Path.of("/dev/net/tun"))) {
            missing("no /dev/net/tun that this user may write to");
        }
        markTranslated();
    }

    private static void assumeTools(String... tools) {
        for (String tool : tools) {
            if (!onPath(tool)) {
                missing("no '" + tool + "' command");
            }
        }
    }

    private static void missing(String reason) {
        if (Boolean.getBoolean(CI)) {
            Assertions.fail("the emulated boards are not to be had here: " + reason);
        }
        if (!said) {
            said = true;
            System.out.println("tests of emulated boards are skipped: " + reason);
        }
        Assumptions.abort("skipped, the emulated boards are not to be had here: " + reason);
    }

    private static boolean onPath(String tool) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, tool))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Maven has translated before it came here; TeaVM leaves files alone that would not change, and
     * {@code run} would take them for stale.
     */
    private static void markTranslated() {
        try {
            for (String firmware : FIRMWARES) {
                Path all = Path.of("target/firmware", firmware, "c/all.c");
                Path elf = Path.of("target/firmware", firmware, "marked");
                if (Files.notExists(elf) || isNewer(all, elf)) {
                    Files.setLastModifiedTime(all, FileTime.from(Instant.now()));
                    Files.writeString(elf, "");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNewer(Path a, Path b) throws IOException {
        return Files.getLastModifiedTime(a).compareTo(Files.getLastModifiedTime(b)) > 0;
    }
}
