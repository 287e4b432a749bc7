package org.tcplite.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is compared with is driven by C, which is built only when somebody measures. Here the
 * compiler reads all of it, without a warning; nothing is linked or run. Skipped without gcc or,
 * where lwIP's headers are needed, without them; with {@code -Dtcplite.ci=true} that fails.
 */
@Timeout(60)
class HarnessInCTest {

    private static final Path PEERS = Path.of("peers");

    /** The only file that reads lwIP's headers. */
    private static final Path ENDPOINT = PEERS.resolve("lwip/endpoint.c");

    /** Where Debian's package liblwip-dev has them. */
    private static final Path LWIP_HEADERS = Path.of("/usr/include/lwip");

    /** All files but {@link #ENDPOINT}. */
    static List<Path> plainFiles() throws IOException {
        try (Stream<Path> all = Files.walk(PEERS)) {
            return all.filter(file -> file.toString().endsWith(".c"))
                    .filter(file -> !file.equals(ENDPOINT))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("plainFiles")
    void whatNeedsNoLwipCompiles(Path file) throws Exception {
        assertCompiles(file);
    }

    /** Apart, because what a header of the system includes, its macros too, is not warned of. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-DCHECKSUM_HOOK"})
    void lwipsPortToTheCompilerCompiles(String variant) throws Exception {
        assertCompiles(PEERS.resolve("lwip/arch/cc.h"), "-xc", variant);
    }

    /** The three that {@code peers/lwip/build} makes. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-DCHECKSUM_HOOK", "-DCHECKSUMS_OFF"})
    void theEndpointCompilesWithLwip(String variant) throws Exception {
        if (!Files.exists(LWIP_HEADERS.resolve("lwip/init.h"))) {
            missing("no lwIP headers in " + LWIP_HEADERS + " (package liblwip-dev)");
        }
        assertCompiles(ENDPOINT, "-isystem", LWIP_HEADERS.toString(), variant);
    }

    private static void assertCompiles(Path file, String... more) throws Exception {
        List<String> line = new ArrayList<>(List.of("gcc", "-fsyntax-only"));
        line.addAll(List.of("-Wall", "-Wextra", "-Werror", "-I" + PEERS.resolve("lwip")));
        Arrays.stream(more).filter(option -> !option.isEmpty()).forEach(line::add);
        line.add(file.toString());
        Process gcc;
        try {
            gcc = new ProcessBuilder(line).redirectErrorStream(true).start();
        } catch (IOException e) {
            missing("no 'gcc' command");
            return;
        }
        byte[] said = gcc.getInputStream().readAllBytes();
        int status = gcc.waitFor();
        assertEquals(0, status, () -> line + "\n" + new String(said, StandardCharsets.UTF_8));
    }

    private static void missing(String reason) {
        if (Boolean.getBoolean("tcplite.ci")) {
            Assertions.fail("the harness in C cannot be checked here: " + reason);
        }
        Assumptions.abort("skipped, the harness in C cannot be checked here: " + reason);
    }
}
