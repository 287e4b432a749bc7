package org.tcplite.sim.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.sim.mac.TestFrames;

/** {@code wire} as people run it, between two sockets of the test. */
@Timeout(120)
class WireProcessTest {

    private static final String MAIN = "org.tcplite.sim.cli.Main";
    private static final int START_S = 60;
    private static final int END_S = 30;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir Path directory;

    /** Where the wire's udp: links listen, from its ready line. */
    private static int[] ports(String ready) {
        String[] words = ready.split(" ");
        int[] ports = new int[2];
        for (int i = 0; i < ports.length; i++) {
            String local = words[1 + i].split("/")[0];
            ports[i] = Integer.parseInt(local.substring(local.lastIndexOf(':') + 1));
        }
        return ports;
    }

    private static String link(DatagramSocket peer) {
        return "udp:127.0.0.1:0/127.0.0.1:" + peer.getLocalPort();
    }

    private static void send(DatagramSocket from, int port, int number) throws Exception {
        byte[] frame = TestFrames.numbered(100, number);
        from.send(new DatagramPacket(frame, frame.length, LOOPBACK, port));
    }

    private static int receive(DatagramSocket at) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        at.receive(packet);
        assertEquals(100, packet.getLength());
        return packet.getData()[17];
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals")
    void carriesFramesBothWaysUntilASignalAndCounts(String signal) throws Exception {
        Path pcap = directory.resolve("w.pcapng");
        try (DatagramSocket left = new DatagramSocket(0, LOOPBACK);
                DatagramSocket right = new DatagramSocket(0, LOOPBACK);
                Program wire =
                        Program.java(
                                        MAIN,
                                        "wire",
                                        link(left),
                                        link(right),
                                        "--drop",
                                        "2@out",
                                        "--seed",
                                        "5",
                                        "--pcap",
                                        pcap.toString())
                                .start()) {
            String ready = wire.line("ready udp:127.0.0.1:", START_S);
            assertTrue(ready.endsWith(" link=wire seed=5"), ready);
            assertTrue(
                    wire.said().startsWith("seed=5\nimpairments: out drop 2; in nothing\nready "),
                    wire::said);
            int[] ports = ports(ready);
            for (int i = 1; i <= 3; i++) {
                send(left, ports[0], i);
            }
            assertEquals(1, receive(right));
            assertEquals(3, receive(right));
            send(right, ports[1], 9);
            assertEquals(9, receive(left));
            wire.signal(signal);
            assertEquals(0, wire.waitFor(END_S), wire::said);
            String[] lines = wire.said().substring(wire.said().indexOf(ready)).split("\n");
            String ends = ready.split(" ")[1] + " to " + ready.split(" ")[2];
            assertEquals(
                    "out " + ends + ": 3 frames, 300 octets; delivered 2, 200 octets", lines[1]);
            assertTrue(lines[2].startsWith("  lost 1, duplicated 0, reordered 0"), lines[2]);
            assertTrue(
                    lines[3].endsWith(": 1 frames, 100 octets; delivered 1, 100 octets"), lines[3]);
            assertTrue(lines[5].endsWith("ring full 0, wrong length 0, no carrier 0, not sent 0"));
            String capture = Files.readString(pcap, StandardCharsets.ISO_8859_1);
            assertTrue(capture.contains("dropped by wire: frame 2 out"));
        }
    }

    @Test
    void endsByItselfAfterTheDuration() throws Exception {
        try (DatagramSocket left = new DatagramSocket(0, LOOPBACK);
                DatagramSocket right = new DatagramSocket(0, LOOPBACK);
                Program wire =
                        Program.java(MAIN, "wire", link(left), link(right), "--duration", "200ms")
                                .start()) {
            assertEquals(0, wire.waitFor(START_S), wire::said);
            assertTrue(wire.said().startsWith("ready "), wire::said);
        }
    }

    @Test
    void anEndThatCannotBeOpenedFailsInOneLine() throws Exception {
        Path nobody = directory.resolve("nobody");
        try (DatagramSocket left = new DatagramSocket(0, LOOPBACK);
                Program wire = Program.java(MAIN, "wire", link(left), "unix:" + nobody).start()) {
            assertEquals(1, wire.waitFor(START_S), wire::said);
            assertTrue(wire.said().startsWith("board-sim wire: --link unix:"), wire::said);
            assertEquals(1, wire.said().lines().count(), wire::said);
        }
    }
}
