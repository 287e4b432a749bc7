package org.tcplite.sim.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.sim.mac.TestFrames;
import org.tcplite.sim.wire.Impairments;

/** IMPAIR: what goes wrong on the cable of a board under test control. */
@Timeout(60)
class ControlImpairTest {

    private static final int ECHO_REQUEST = 8;

    /** The station address of {@link TestFrames#BOARD}. */
    private static final byte[] STATION = {2, 0, 10, 0, 0, 2};

    private ControlServer server;
    private StcpClient board;

    @BeforeEach
    void boot() throws IOException {
        server = ControlledBoards.serve(1);
        board = new StcpClient(ControlledBoards.addressOf(server));
        board.hello(TestFrames.BOARD);
        board.frameIn(TestFrames.arp(1, TestFrames.PEER, TestFrames.BOARD)); // now it knows us
        assertEquals(60, board.frameOut().length);
    }

    @AfterEach
    void end() throws IOException {
        board.close();
        server.close();
    }

    private StcpClient.Reply impair(String options) throws IOException {
        byte[] text = options.getBytes(StandardCharsets.UTF_8);
        return board.call(Verb.IMPAIR, StcpClient.request().octets(text));
    }

    private static byte[] ping(int seq) {
        byte[] frame = TestFrames.icmp(TestFrames.PEER, TestFrames.BOARD, ECHO_REQUEST, 0, 1, seq);
        System.arraycopy(STATION, 0, frame, 0, STATION.length);
        return frame;
    }

    /** The sequence number of the next echo reply and when it was sent, or null. */
    private String reply() throws IOException {
        StcpClient.Reply out = board.call(Verb.FRAME_OUT, StcpClient.request());
        if (out.result() == 0) {
            return null;
        }
        ByteBuffer payload = out.buffer();
        return payload.getShort(8 + 14 + 20 + 6) + " at " + payload.getLong(0);
    }

    @Test
    void theModelUnderstoodIsTheAnswer() throws IOException {
        StcpClient.Reply reply = impair("--loss 3% --delay 20ms,5ms");
        assertEquals(0, reply.result());
        assertEquals("both ways loss 3%, delay 20ms +-5ms, limit 1000, seed 1", reply.text());
        assertEquals("both ways nothing, seed 1", impair("").text());
    }

    @Test
    void aWrongTextIsRefusedInOneLineAndChangesNothing() throws IOException {
        impair("--drop 2@in");
        StcpClient.Reply reply = impair("--loss 0.03");
        assertEquals(-22, reply.result());
        assertEquals("--loss '0.03' has no percent sign: say 3% or 0.03%", reply.text());
        board.frameIn(ping(1));
        board.frameIn(ping(2));
        board.frameIn(ping(3));
        assertEquals("1 at 0", reply());
        assertEquals("3 at 0", reply());
        assertNull(reply());
    }

    @Test
    void framesAreDroppedByNumberEachWay() throws IOException {
        impair("--drop 1@in --drop 2@out");
        for (int seq = 1; seq <= 4; seq++) {
            board.frameIn(ping(seq));
        }
        assertEquals("2 at 0", reply());
        assertEquals("4 at 0", reply());
        assertNull(reply());
    }

    @Test
    void aDelayedFrameArrivesInItsTimeAndNotBefore() throws IOException {
        impair("--delay 20ms");
        board.frameIn(ping(1));
        assertNull(reply());
        assertEquals(20_000, board.advance(1_000_000), "there, and the answer on its way");
        assertNull(reply());
        assertEquals(40_000, board.advance(1_000_000));
        assertEquals("1 at 40000", reply());
    }

    @Test
    void duplicatesReachTheStackAndTheTester() throws IOException {
        impair("--dup 100%");
        board.frameIn(ping(1));
        for (int i = 0; i < 4; i++) {
            assertEquals("1 at 0", reply(), "two requests, two copies of each reply");
        }
        assertNull(reply());
    }

    @Test
    void aCorruptedFrameHasOneBitChanged() throws IOException {
        byte[] good = syn("");
        byte[] bad = syn("--corrupt 100%");
        assertEquals(good.length, bad.length);
        int changed = 0;
        for (int i = 0; i < good.length; i++) {
            changed += Integer.bitCount((good[i] ^ bad[i]) & 0xff);
        }
        assertEquals(1, changed);
    }

    /** The first frame of a connection, with this wrong on the cable. */
    private byte[] syn(String impairments) throws IOException {
        board.call(Verb.RESET, StcpClient.request());
        board.frameIn(TestFrames.arp(1, TestFrames.PEER, TestFrames.BOARD));
        board.frameOut();
        impair(impairments);
        board.connect(board.socket(), TestFrames.PEER, 80);
        return board.frameOut();
    }

    @Test
    void aPulledCableLosesWhatIsOnIt() throws IOException {
        impair("--delay 20ms");
        board.frameIn(ping(1));
        board.result(Verb.LINK, StcpClient.request().u8(0));
        board.result(Verb.LINK, StcpClient.request().u8(1));
        board.advance(1_000_000);
        assertNull(reply());
    }

    @Test
    void resetTakesTheImpairmentsBack() throws IOException {
        impair("--loss 100%");
        board.frameIn(ping(1));
        assertNull(reply());
        board.call(Verb.RESET, StcpClient.request());
        board.frameIn(TestFrames.arp(1, TestFrames.PEER, TestFrames.BOARD));
        assertEquals(60, board.frameOut().length);
    }

    @Test
    void theCommandLinesImpairmentsAreThereFromTheStart() throws IOException {
        ControlSession session = new ControlSession(1, Impairments.parse("--drop 1@in"));
        try (ControlServer other = ControlledBoards.serve(ControlServer.tcp(0, session));
                StcpClient client = new StcpClient(ControlledBoards.addressOf(other))) {
            for (int round = 0; round < 2; round++) {
                client.frameIn(TestFrames.arp(1, TestFrames.PEER, TestFrames.BOARD));
                assertNull(client.frameOut());
                client.frameIn(TestFrames.arp(1, TestFrames.PEER, TestFrames.BOARD));
                assertEquals(60, client.frameOut().length);
                client.call(Verb.RESET, StcpClient.request());
            }
        }
    }

    private static final String EVERYTHING =
            "--loss 5% --dup 3% --corrupt 2% --delay 2ms,1ms --reorder 5% --rate 100mbit";

    /** Two boards, both with bad cables, exchange text; all frames that crossed. */
    private static String transcript(String impairments) throws IOException {
        try (ControlledBoards boards = new ControlledBoards()) {
            byte[] text = impairments.getBytes(StandardCharsets.UTF_8);
            int handle = boards.left.socket();
            boards.right.listener(80);
            boards.left.connect(handle, ControlledBoards.RIGHT, 80);
            boards.exchange();
            boards.left.call(Verb.IMPAIR, StcpClient.request().octets(text));
            for (int i = 0; i < 20; i++) {
                boards.left.send(handle, "line " + i + "\n".repeat(2_000));
                boards.runTo((i + 1) * 300_000L);
            }
            return boards.transcript();
        }
    }

    @Test
    void theSameCallsAndSeedGiveTheSameFramesOctetForOctet() throws IOException {
        String first = transcript(EVERYTHING);
        assertEquals(first, transcript(EVERYTHING));
        assertTrue(first.lines().count() > 40, () -> first.lines().count() + " frames");
        assertNotEquals(first, transcript("--delay 2ms,1ms"));
    }
}
