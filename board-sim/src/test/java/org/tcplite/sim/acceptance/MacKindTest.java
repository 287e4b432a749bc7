package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcplite.sim.mac.MacKind;

/** The whole stack over each kind of MAC. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals")
class MacKindTest {

    private static final int OCTETS = 1_000_000;
    private static final int START_S = 60;

    @TempDir Path runtime;

    @ParameterizedTest
    @EnumSource
    void aMegabyteOfHttpComesOverEachKindOfMac(MacKind kind) throws Exception {
        try (Program serve =
                Program.java(
                                "org.tcplite.sim.cli.Main",
                                "serve",
                                "--forward",
                                "0:80",
                                "--mac-kind",
                                kind.word())
                        .runtimeDirectory(runtime)
                        .start()) {
            String url = serve.line("ready http://127.0.0.1:", START_S).split(" ")[1];
            byte[] expected = new byte[OCTETS];
            for (int i = 0; i < OCTETS; i++) {
                expected[i] = (byte) (i % 251);
            }
            try (InputStream in = URI.create(url + "bytes/" + OCTETS).toURL().openStream()) {
                assertArrayEquals(expected, in.readAllBytes());
            }
            serve.signal("TERM");
            assertEquals(0, serve.waitFor(START_S), serve::said);
        }
    }
}
