package org.tcplite.sim.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs that act on the board itself: time, frames, cable, faults, and what it tells. */
class ControlBoardTest {

    private static final int RIGHT = ControlledBoards.RIGHT;

    private ControlledBoards boards;
    private StcpClient left;
    private StcpClient right;

    @BeforeEach
    void start() throws IOException {
        boards = new ControlledBoards();
        left = boards.left;
        right = boards.right;
    }

    @AfterEach
    void stop() throws IOException {
        boards.close();
    }

    @Test
    void helloTellsWhatThereIs() throws IOException {
        StcpClient.Reply reply = left.hello(0x0a000007);
        assertEquals(0, reply.result());
        ByteBuffer told = reply.buffer();
        assertEquals(0, told.get());
        assertEquals(1, told.get());
        assertEquals(0b11111, told.getInt());
        assertEquals(0x02000a00, told.getInt());
        assertEquals(7, told.getShort());
        assertEquals("tcp-lite", StandardCharsets.UTF_8.decode(told).toString());
        assertEquals(-95, left.hello(1, 1, 0x0a000007).result());
        assertEquals(-95, left.hello(0, 2, 0x0a000007).result());
        assertEquals(-22, left.hello(0x7f000001).result());
        StcpClient.Request old = StcpClient.request().u16(2).u8(0).u8(1).i32(0x0a000002).u8(24);
        assertEquals(-93, left.result(Verb.HELLO, old.i32(0).u16(1500)));
    }

    @Test
    void timersFireInAdvanceOnlyOneInstantAtATime() throws IOException {
        int listener = right.listener(80);
        assertTrue(listener > 0);
        int client = left.socket();
        left.connect(client, RIGHT, 80);
        byte[] request = left.frameOut();
        right.frameIn(request);
        left.frameIn(right.frameOut());
        assertNotNull(left.frameOut());
        left.nowUs = 5_000_000;
        StcpClient.Reply late = left.call(Verb.FRAME_OUT, StcpClient.request());
        assertEquals(0, late.result());
        assertEquals(5_000_000, late.nowUs());
        assertEquals(5_000_000, left.advance(6_000_000));
        assertNotNull(left.frameOut());
        left.nowUs = 0;
        assertTrue(left.advance(7_000_000) > 5_000_000);
        assertEquals(-22, left.result(Verb.ADVANCE, StcpClient.request().i64(-1)));
    }

    @Test
    void resetForgetsEverythingAndSendsNothing() throws IOException {
        int[] pair = boards.connected(80);
        left.send(pair[0], "abc");
        assertEquals(0, left.result(Verb.RESET, StcpClient.request()));
        assertNull(left.frameOut());
        assertEquals(-9, left.on(Verb.POLL, pair[0]).result());
        ByteBuffer figures = left.call(Verb.STATS, StcpClient.request()).buffer();
        for (int i = 0; i < 7; i++) {
            assertEquals(0, figures.getLong(), "figure " + i);
        }
        assertEquals(9_000, left.advance(9_000));
    }

    @Test
    void statsCount() throws IOException {
        int[] pair = boards.connected(80);
        left.send(pair[0], "abc");
        ByteBuffer figures = left.call(Verb.STATS, StcpClient.request()).buffer();
        assertTrue(figures.getLong() >= 0);
        assertEquals(1, figures.getLong());
        assertTrue(figures.getLong() >= 1);
        assertEquals(1, figures.getLong());
        assertEquals(2, figures.getLong());
        assertEquals(4, figures.getLong());
        assertEquals(0, figures.getLong());
        left.frameIn(new byte[5]);
        left.frameIn(new byte[60]);
        figures = left.call(Verb.STATS, StcpClient.request()).buffer();
        assertEquals(2, figures.getLong(48));
    }

    @Test
    void aPulledCableShowsInInfoAndAHalfOpenEntryInNetstat() throws IOException {
        int listener = right.listener(80);
        int client = left.socket();
        left.connect(client, RIGHT, 80);
        right.frameIn(left.frameOut());
        left.frameIn(right.frameOut());
        right.frameIn(left.frameOut());
        right.result(Verb.LINK, StcpClient.request().u8(0));
        while (left.frameOut() != null) {
            // nothing comes back
        }
        left.advance(400_000);
        String info = left.on(Verb.INFO, client).text();
        assertTrue(info.contains("\"state\":\"SYN-SENT\""), info);
        assertTrue(info.contains("\"kind\":\"retransmission\",\"deadlineUs\":1000000"), info);
        assertTrue(info.contains("\"inUs\":600000"), info);
        assertTrue(info.contains("\"tcpi_state\":2"), info);
        assertTrue(right.on(Verb.INFO, listener).text().contains("\"state\":\"LISTEN\""));
        String rows = right.call(Verb.NETSTAT, StcpClient.request().i32(0)).text();
        assertTrue(rows.contains("\"kind\":\"half-open\",\"state\":\"SYN-RECEIVED\""), rows);
        assertTrue(rows.endsWith("]\n}\n") && !rows.contains("counters"), rows);
        String counters = right.call(Verb.NETSTAT, StcpClient.request().i32(1)).text();
        assertTrue(counters.startsWith("{\"schema\":1,\n\"counters\":{\"tcp\":{"), counters);
        assertEquals(-22, right.result(Verb.NETSTAT, StcpClient.request().i32(2)));
        String fresh = left.on(Verb.INFO, left.socket()).text();
        assertTrue(fresh.contains("\"state\":\"CLOSED\""), fresh);
    }

    @Test
    void theMacFailsOnRequest() throws IOException {
        int[] pair = boards.connected(80);
        assertEquals(0, fault(right, 1, 1));
        left.send(pair[0], "abc");
        boards.exchange();
        assertEquals(-11, right.receive(pair[1], 0, 9).result());
        assertEquals(0, fault(right, 3, 1));
        boards.runTo(1_000_000);
        assertEquals(-11, right.receive(pair[1], 0, 9).result());
        boards.runTo(3_000_000);
        assertEquals("abc", right.receive(pair[1], 0, 9).text());
        boards.runTo(4_000_000);
        assertEquals(0, fault(left, 2, 2));
        left.send(pair[0], "def");
        assertEquals(0, fault(left, 2, 0));
        boards.exchange();
        assertEquals("def", right.receive(pair[1], 0, 9).text());
        assertEquals(-22, fault(left, 4, 1));
        String counters = right.call(Verb.NETSTAT, StcpClient.request().i32(1)).text();
        assertTrue(counters.contains("\"mac\":{"), counters);
    }

    private static int fault(StcpClient client, int kind, int count) throws IOException {
        return client.result(Verb.MACFAULT, StcpClient.request().u8(kind).i32(count));
    }

    @Test
    void onTheBareLinkThereAreOnlyPackets() throws IOException {
        try (ControlledBoards bare = new ControlledBoards(0)) {
            int[] pair = bare.connected(80);
            bare.left.send(pair[0], "abc");
            bare.exchange();
            assertEquals("abc", bare.right.receive(pair[1], 0, 9).text());
            for (byte[] packet : bare.crossed) {
                assertEquals(0x45, packet[0]);
                assertEquals(packet.length, ByteBuffer.wrap(packet).getShort(2));
            }
        }
    }

    @Test
    void theSameCallsGiveTheSameFrames() throws IOException {
        String first = script();
        assertEquals(first, script());
        assertTrue(first.lines().count() > 20);
    }

    private static String script() throws IOException {
        try (ControlledBoards boards = new ControlledBoards()) {
            int[] pair = boards.connected(80);
            boards.left.send(pair[0], "abc".repeat(9_000));
            boards.exchange();
            boards.runTo(2_000_000);
            boards.right.receive(pair[1], 0, 99_000);
            boards.right.on(Verb.CLOSE, pair[1]);
            boards.exchange();
            boards.left.on(Verb.CLOSE, pair[0]);
            boards.runTo(80_000_000);
            return boards.transcript();
        }
    }
}
