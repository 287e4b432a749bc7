package org.tcplite.sim.flood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What the router sees of the victim: the other half of what is said about ARP and RSTs. */
class RouterTest {

    private static final byte[] VICTIM_MAC = {2, 0, 10, 0, 0, 2};

    private final FloodConfig config = new FloodConfig();

    private Attacker attacker;

    private Router router() {
        attacker = new Attacker(config, Router.MAC, VICTIM_MAC);
        return new Router(VICTIM_MAC, attacker, new Sites());
    }

    private static byte[] whoHas(String address) {
        String request =
                "ffffffffffff 02000a000002 0806 0001 0800 06 04 0001"
                        + " 02000a000002 0a000002 000000000000 "
                        + address;
        byte[] octets = HexFormat.of().parseHex(request.replace(" ", ""));
        return Arrays.copyOf(octets, Frames.SHORTEST);
    }

    @Test
    void itAnswersForItselfOnly() {
        Router router = router();
        router.take(whoHas("0a000001"), 0, Frames.SHORTEST);
        assertEquals(0, router.arpRequests());
        assertEquals(Frames.SHORTEST, router.poll());
        String reply =
                "02000a000002 02000a000001 0806 0001 0800 06 04 0002"
                        + " 02000a000001 0a000001 02000a000002 0a000002";
        byte[] expected = HexFormat.of().parseHex(reply.replace(" ", ""));
        assertArrayEquals(expected, Arrays.copyOf(router.octets(), expected.length));
    }

    @Test
    void aRequestForAnybodyElseCountsAndGoesUnanswered() {
        Router router = router();
        router.take(whoHas("0a000107"), 0, Frames.SHORTEST);
        assertEquals(1, router.arpRequests());
        assertEquals(0, router.poll());
    }

    @Test
    void whoseAddressIsAbusedResetsExactlyWhatItDidNotAskFor() {
        config.spoof = Spoof.LIVE;
        Router router = router();
        byte[] synAck = new byte[Frames.SHORTEST];
        HexFormat hex = HexFormat.of();
        byte[] octets =
                hex.parseHex(
                        "02000a000001"
                                + "02000a000002"
                                + "0800"
                                + "4500002800004000"
                                + "40060000"
                                + "0a000002"
                                + "c6120304"
                                + "0007abcd"
                                + "11111111"
                                + "87654321"
                                + "5012ffff00000000");
        System.arraycopy(octets, 0, synAck, 0, octets.length);
        router.take(synAck, 0, synAck.length);
        assertEquals(0, router.poll(), "not at once");
        router.turn(50_000_000);
        assertEquals(Frames.SHORTEST, router.poll());
        byte[] rst = router.octets();
        assertEquals(Frames.RST, Frames.tcpFlags(rst, 0));
        assertEquals(0xc6120304, Frames.source(rst, 0));
        assertEquals(0xabcd0007, Frames.OCTETS.get32(rst, Frames.TCP));
        assertEquals(0x87654321, Frames.OCTETS.get32(rst, Frames.TCP + 4));
        router.release();
        assertEquals(0, router.poll(), "once");
    }

    @Test
    void resetsKeepTheirOrderHoweverMany() {
        Resets resets = new Resets();
        for (int i = 0; i < 700; i++) {
            resets.add(i, i, i, i);
        }
        for (int i = 0; i < 700; i++) {
            assertEquals(i, resets.earliestSource());
            resets.removeEarliest();
        }
        for (int i = 0; i < 5_000; i++) {
            resets.add(i, 2 * i, 3 * i, 4 * i);
        }
        for (int i = 0; i < 5_000; i++) {
            assertEquals(i, resets.earliestNs());
            assertEquals(2 * i, resets.earliestSource());
            assertEquals(3 * i, resets.earliestPorts());
            assertEquals(4 * i, resets.earliestSequence());
            resets.removeEarliest();
        }
    }
}
