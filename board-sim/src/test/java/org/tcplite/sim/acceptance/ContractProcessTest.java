package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tcplite.hal.contract.MacContract;
import org.tcplite.sim.contract.CaseVerdict;
import org.tcplite.sim.contract.OneProcess;
import org.tcplite.sim.contract.Target;

/** The contract between two processes gives the verdicts it gives within one. */
@Timeout(300)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Unix sockets, signals")
class ContractProcessTest {

    private static final String MAIN = "org.tcplite.sim.cli.Main";
    private static final int START_S = 60;
    private static final int END_S = 120;
    private static final String LINK = MacContract.name(MacContract.LINK);

    @TempDir Path directory;

    @Test
    void overAUnixSocketTheVerdictsAreThoseOfOneProcess() throws Exception {
        String path = directory.resolve("cable").toString();
        try (Program peer = peer("unix-listen:" + path)) {
            for (String target :
                    List.of("dma", "fifo", "spi-polled", "broken:too-long-cut", "broken:leak")) {
                assertEquals(
                        expected(target),
                        verdicts(target, "unix:" + path + ",reconnect=50ms"),
                        target);
            }
            peer.signal("TERM");
            assertEquals(0, peer.waitFor(START_S), peer::said);
            assertTrue(peer.said().contains(" requests"), peer::said);
        }
        assertTrue(Files.notExists(Path.of(path)), "the socket stays");
    }

    @Test
    void overUdpTheCableCannotBePulledAndTheRestIsTheSame() throws Exception {
        String one = "127.0.0.1:" + freePort();
        String other = "127.0.0.1:" + freePort();
        try (Program peer = peer("udp:" + one + "/" + other)) {
            for (String target : List.of("spi", "broken:odd-out")) {
                List<String> verdicts = verdicts(target, "udp:" + other + "/" + one);

                assertEquals(without(LINK, expected(target)), without(LINK, verdicts), target);
                assertTrue(verdicts.contains("skip " + LINK), verdicts::toString);
            }
            peer.signal("INT");
            assertEquals(0, peer.waitFor(START_S), peer::said);
        }
    }

    @Test
    void theVerdictsAreWrittenForOtherTools() throws Exception {
        Path json = directory.resolve("verdicts.json");
        Path xml = directory.resolve("verdicts.xml");
        try (Program program =
                Program.java(
                                MAIN,
                                "contract",
                                "--target",
                                "broken:never-bad",
                                "--json",
                                json.toString(),
                                "--junit-xml",
                                xml.toString())
                        .start()) {
            assertEquals(1, program.waitFor(START_S), program::said);
        }
        String document = Files.readString(json);
        assertTrue(document.contains("\"target\": \"broken:never-bad\""), document);
        assertTrue(
                document.contains(
                        "\"name\": \"checksum-in\", \"wire\": true, \"outcome\": \"FAILED\""),
                document);
        String report = Files.readString(xml);
        assertTrue(report.contains("tests=\"21\" failures=\"1\""), report);
        assertTrue(report.contains("name=\"checksum-in\"><failure message=\""), report);
    }

    private static Program peer(String link) throws Exception {
        Program peer = Program.java(MAIN, "contract", "--link", link).start();
        peer.line("ready contract peer link=", START_S);
        return peer;
    }

    /** Outcome and name of each case, as the process prints them. */
    private static List<String> verdicts(String target, String link) throws Exception {
        try (Program program =
                Program.java(MAIN, "contract", "--target", target, "--link", link).start()) {
            int code = program.waitFor(END_S);
            List<String> verdicts =
                    program.said()
                            .lines()
                            .filter(line -> line.matches("(ok|skip|FAILED) +\\d.*"))
                            .map(line -> line.split("[ :]+"))
                            .map(words -> words[0] + " " + words[2])
                            .toList();
            boolean failed = verdicts.stream().anyMatch(each -> each.startsWith("FAILED"));
            assertEquals(failed ? 1 : 0, code, program::said);
            return verdicts;
        }
    }

    private static List<String> expected(String target) {
        return OneProcess.run(Target.parse(target), contract -> {}, verdict -> {}).stream()
                .map(ContractProcessTest::words)
                .toList();
    }

    private static String words(CaseVerdict verdict) {
        return verdict.word() + " " + MacContract.name(verdict.number());
    }

    private static List<String> without(String name, List<String> verdicts) {
        Stream<String> others = verdicts.stream().filter(each -> !each.endsWith(" " + name));
        return others.toList();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
