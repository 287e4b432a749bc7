package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.hal.HalError;
import org.tcplite.hal.Wakeup;
import org.tcplite.tcp.ConfigException;
import org.tcplite.tcp.PortableOctets;

/** The stack as a whole: start, counters, neighbours, memory. */
class StackTest {

    private static NetConfig config() {
        NetConfig config = new NetConfig();
        config.address = Frames.OWN;
        config.tcp.connections = 2;
        return config;
    }

    private static NetworkStack stack(NetConfig config, TestMac mac) {
        return new NetworkStack(config, mac, new Board.CountingEntropy(), new PortableOctets());
    }

    @Test
    void theMacIsStartedWithTheWakeup() {
        TestMac mac = new TestMac();
        Wakeup wakeup = () -> {};

        assertEquals(0, stack(config(), mac).start(wakeup));
        assertSame(wakeup, mac.wakeup);
    }

    @Test
    void aMacThatDoesNotStartSaysWhy() {
        TestMac mac = new TestMac();
        mac.startResult = HalError.NO_DEVICE;

        assertEquals(HalError.NO_DEVICE, stack(config(), mac).start(() -> {}));
    }

    @Test
    void aMacWithFramesTooSmallForTheMtuIsRefusedAndStopped() {
        TestMac mac = new TestMac();
        mac.maxFrame = 1513;

        assertEquals(HalError.UNSUPPORTED, stack(config(), mac).start(() -> {}));
        assertFalse(mac.started);
    }

    @Test
    void aBadConfigurationIsRefused() {
        NetConfig config = config();
        config.arpEntries = 1;

        assertThrows(ConfigException.class, () -> stack(config, new TestMac()));
    }

    @Test
    void everyCounterHasANameOfItsOwn() {
        Set<String> names = new HashSet<>();
        for (int id = 0; id < NetCounter.COUNT; id++) {
            names.add(NetCounter.name(id));
        }
        assertEquals(NetCounter.COUNT, names.size());
        assertFalse(names.contains("unknown"));
        assertEquals("unknown", NetCounter.name(NetCounter.COUNT));
        assertEquals("unknown", NetCounter.name(-1));
    }

    @Test
    void theNeighbourListingShowsWhatIsKnown() {
        Board board = new Board();
        board.answer(Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN));

        NeighbourStatus row = board.neighbour(Frames.PEER);

        assertEquals("REACHABLE", NeighbourStatus.stateName(row.state));
        assertEquals(Frames.PEER_MAC, board.macOf(Frames.PEER));
        assertEquals(board.now + 60_000 * Board.MS, row.deadlineNs);
        assertFalse(row.isGateway);
        assertFalse(row.isUsed);
        assertEquals(16, board.stack.neighbourRows());
    }

    @Test
    void theMemoryTermsAreThoseOfTheArrays() {
        NetConfig config = config();
        config.reassemblyBuffer = 4096;
        NetworkStack stack = stack(config, new TestMac());

        assertEquals(4096 + 512 + 28, stack.octetsPerReassembly());
        assertEquals(53, stack.octetsPerArpEntry());
        assertEquals(16 + 32 + 24 + 12, stack.octetsPerSlot());
        assertEquals(6, stack.octetsPerSynEntry());
    }

    @Test
    @Tag("RFC6633-1")
    @Tag("RFC1122I-10")
    void randomFramesMoveExactlyOneOutcomeEach() {
        Board board = new Board();
        board.mac.endsWithBuffer = true;
        board.tcp.listen(80, 2);
        byte[][] seeds = {
            Frames.ping(new byte[40]),
            Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN),
            Frames.arpReply(Frames.PEER_MAC, Frames.PEER),
            Frames.tcp(Frames.PEER, 4000, 80, 1, 0, Frames.SYN),
            Frames.ip().protocol(1).fragment(8, true).payload(new byte[16]).frame(),
            Frames.ip().options(7, 7, 4, 0, 0, 0, 0).frame(),
        };
        Random random = new Random(3);
        int errors = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] frame = seeds[random.nextInt(seeds.length)].clone();
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                frame[12 + random.nextInt(Math.min(frame.length - 12, 44))] =
                        (byte) random.nextInt(256);
            }
            fixChecksum(frame);
            board.now += 100_000;
            for (byte[] sent : board.receive(frame)) { // asserts it
                boolean icmp = Frames.type(sent) == 0x0800 && sent[23] == 1;
                int type = icmp ? Frames.payload(sent)[0] : 0;
                assertTrue(type == 0 || type == 3, "no quench, no redirect: " + type);
                errors += type == 3 ? 1 : 0;
            }
        }
        assertTrue(errors > 0, "some are answered by an error");
    }

    /** So that bent headers get past the first check. */
    private static void fixChecksum(byte[] frame) {
        int header = (frame[14] & 15) * 4;
        if (Frames.type(frame) == 0x0800 && header >= 20 && 14 + header <= frame.length) {
            Frames.put16(frame, 24, 0);
            Frames.put16(frame, 24, Frames.checksum(frame, 14, header));
        }
    }
}
