package org.tcplite.sim.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The socket calls of the protocol, through the socket, with a second board as the peer. */
class ControlCallsTest {

    private static final int RIGHT = ControlledBoards.RIGHT;
    private static final int RESET_FLAG = 4;

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

    private int poll(StcpClient client, int handle) throws IOException {
        return client.on(Verb.POLL, handle).result();
    }

    @Test
    void openingSendingHalfClosingClosing() throws IOException {
        int listener = right.listener(80);
        assertEquals(-11, right.on(Verb.ACCEPT, listener).result());
        assertEquals(0, poll(right, listener));
        int client = left.socket();
        assertEquals(20, poll(left, client));
        assertEquals(0, left.bind(client, ControlledBoards.LEFT, 4_000));
        assertEquals(-115, left.connect(client, RIGHT, 80));
        assertEquals(-114, left.connect(client, RIGHT, 80));
        assertEquals(0, poll(left, client));
        boards.exchange();
        assertEquals(1, poll(right, listener));
        StcpClient.Reply accepted = right.on(Verb.ACCEPT, listener);
        ByteBuffer peer = accepted.buffer();
        assertEquals(4, peer.get());
        assertEquals(4_000, peer.getShort());
        assertEquals(ControlledBoards.LEFT, peer.getInt());
        assertEquals(0, left.connect(client, RIGHT, 80));
        assertEquals(-106, left.connect(client, RIGHT, 80));
        assertEquals(4, poll(left, client));

        int server = accepted.result();
        assertEquals(-11, right.receive(server, 0, 10).result());
        assertEquals(5, left.send(client, "hello"));
        boards.exchange();
        assertEquals(5, poll(right, server));
        assertEquals("hel", right.receive(server, 2, 3).text());
        assertEquals("hello", right.receive(server, 0, 99).text());
        assertEquals(0, left.shutdown(client, 1));
        boards.exchange();
        assertEquals(0x2005, poll(right, server));
        assertEquals(0, right.receive(server, 0, 10).result());
        assertEquals(-32, left.send(client, "more"));
        assertEquals(3, right.send(server, "bye"));
        boards.exchange();
        assertEquals("bye", left.receive(client, 0, 99).text());
        assertEquals(0, right.on(Verb.CLOSE, server).result());
        boards.exchange();
        assertEquals(0x2015, poll(left, client));
        assertEquals(0, left.receive(client, 0, 10).result());
        assertEquals(0, left.on(Verb.CLOSE, client).result());
        assertEquals(-9, left.on(Verb.CLOSE, client).result());
        assertEquals(-9, left.on(Verb.POLL, client).result());
    }

    @Test
    void aRefusalIsReportedOnce() throws IOException {
        int client = left.socket();
        assertEquals(-115, left.connect(client, RIGHT, 81));
        boards.exchange();
        assertEquals(0x201d, poll(left, client));
        assertEquals(-111, left.receive(client, 0, 9).result());
        assertEquals(0, left.receive(client, 0, 9).result());
        assertEquals(-32, left.send(client, "x"));
        assertEquals(0x2015, poll(left, client));
        assertEquals(0, left.getOption(client, 1, 4).buffer().getInt());
        assertEquals(-103, left.connect(client, RIGHT, 81));
        assertEquals(-115, left.connect(client, RIGHT, 81));
        boards.exchange();
        assertEquals(111, left.getOption(client, 1, 4).buffer().getInt());
        assertEquals(-107, left.shutdown(client, 1));
    }

    @Test
    void lingerZeroResetsAndThePeerIsTold() throws IOException {
        int[] pair = boards.connected(80);
        assertEquals(0, left.setOption(pair[0], 1, 13, 1, 0));
        ByteBuffer linger = left.getOption(pair[0], 1, 13).buffer();
        assertEquals(1, linger.getInt());
        assertEquals(0, linger.getInt());
        assertEquals(0, left.on(Verb.CLOSE, pair[0]).result());
        boards.exchange();
        byte[] last = boards.crossed.get(boards.crossed.size() - 1);
        assertEquals(RESET_FLAG, last[14 + 20 + 13] & RESET_FLAG);
        assertEquals(-104, right.send(pair[1], "x"));
        assertEquals(-32, right.send(pair[1], "x"));
    }

    @Test
    void errorsOfTheCalls() throws IOException {
        assertEquals(-97, left.result(Verb.SOCKET, StcpClient.request().u8(6).u8(1)));
        assertEquals(-94, left.result(Verb.SOCKET, StcpClient.request().u8(4).u8(2)));
        assertEquals(-22, left.result(Verb.SOCKET, StcpClient.request().u8(5).u8(1)));
        assertEquals(-38, left.result(28, StcpClient.request()));
        assertEquals(-38, left.result(29, StcpClient.request()));
        assertEquals(-38, left.result(54, StcpClient.request()));
        assertEquals(-38, left.result(255, StcpClient.request()));
        int fresh = left.socket();
        StcpClient.Request six = StcpClient.request().i32(fresh).u8(6).u16(1);
        assertEquals(-97, left.result(Verb.BIND, six.octets(new byte[16])));
        assertEquals(-99, left.bind(fresh, RIGHT, 80));
        assertEquals(-107, left.receive(fresh, 0, 1).result());
        assertEquals(-95, left.receive(fresh, 1, 1).result());
        assertEquals(-32, left.send(fresh, "x"));
        StcpClient.Request urgent = StcpClient.request().i32(fresh).i32(1).u8(7);
        assertEquals(-95, left.result(Verb.SEND, urgent));
        assertEquals(-107, left.shutdown(fresh, 1));
        assertEquals(-22, left.shutdown(fresh, 3));
        assertEquals(-22, left.on(Verb.ACCEPT, fresh).result());
        assertEquals(-101, left.connect(fresh, 0x0b000001, 80));
        assertEquals(0, left.bind(fresh, 0, 0));
        assertEquals(-22, left.bind(fresh, 0, 80));
        assertEquals(0, left.listen(fresh, 0));
        assertEquals(0, left.listen(fresh, 1));
        assertEquals(0, left.listen(fresh, 2));
        assertEquals(-106, left.connect(fresh, RIGHT, 80));
        assertEquals(-9, left.listen(77, 1));
    }

    @Test
    void portsInUse() throws IOException {
        int listener = left.listener(80);
        assertTrue(listener > 0);
        int second = left.socket();
        assertEquals(-98, left.bind(second, 0, 80));
        assertEquals(0, left.setOption(second, 1, 2, 1));
        assertEquals(-98, left.bind(second, 0, 80));
        assertEquals(0, left.on(Verb.CLOSE, listener).result());
        assertEquals(0, left.bind(second, 0, 80));
    }

    @Test
    void optionsAreKeptAndHandedOn() throws IOException {
        int client = left.socket();
        int[][] options = {
            {1, 2, 1},
            {1, 9, 1},
            {1, 10, 1},
            {6, 1, 1},
            {6, 4, 10},
            {6, 5, 3},
            {6, 6, 4},
            {6, 18, 5_000},
            {0, 1, 0x28},
            {0, 2, 9}
        };
        for (int[] option : options) {
            assertEquals(0, left.setOption(client, option[0], option[1], option[2]));
            StcpClient.Reply reply = left.getOption(client, option[0], option[1]);
            assertEquals(option[2], reply.buffer().getInt(), option[0] + "/" + option[1]);
        }
        int[][] refused = {
            {1, 7, -1, -22}, {1, 8, -1, -22}, {1, 4, 1, -92}, {6, 2, 63, -22}, {9, 9, 1, -92},
            {1, 10, 0, -95}, {6, 4, 0, -22}, {6, 6, 1, -22}, {6, 18, -1, -22}, {0, 1, 256, -22},
            {0, 2, 0, -22}, {-1, 2, 0, -92}
        };
        for (int[] option : refused) {
            int result = left.setOption(client, option[0], option[1], option[2]);
            assertEquals(option[3], result, option[0] + "/" + option[1]);
        }
        assertEquals(-92, left.getOption(client, 9, 9).result());
        assertEquals(536, left.getOption(client, 6, 2).buffer().getInt());
        assertEquals(65_536, left.getOption(client, 1, 7).buffer().getInt());
        assertEquals(65_536, left.getOption(client, 1, 8).buffer().getInt());
        right.listener(80);
        left.connect(client, RIGHT, 80);
        boards.exchange();
        assertEquals(1_448, left.getOption(client, 6, 2).buffer().getInt());
        byte[] ack = boards.crossed.get(boards.crossed.size() - 1);
        assertEquals(0x28, ack[15]);
        assertEquals(9, ack[22]);
        assertEquals(0, left.setOption(client, 1, 9, 1));
        String info = left.on(Verb.INFO, client).text();
        assertTrue(info.contains("\"kind\":\"keep-alive\""), info);
        assertTrue(info.contains("\"inUs\":10000000"), info);
        assertTrue(info.contains("\"tcpi_options\":7"), info);
    }

    private int option(StcpClient client, int handle, int level, int name) throws IOException {
        return client.getOption(handle, level, name).buffer().getInt();
    }

    @Test
    void buffersAndSegmentSizeAreSetBeforeConnecting() throws IOException {
        int client = left.socket();
        assertEquals(0, left.setOption(client, 1, 8, 5_000));
        assertEquals(0, left.setOption(client, 1, 7, 3_000));
        assertEquals(0, left.setOption(client, 6, 2, 700));
        assertEquals(5_000, option(left, client, 1, 8));
        assertEquals(700, option(left, client, 6, 2));
        right.listener(80);
        left.connect(client, RIGHT, 80);
        boards.exchange();
        byte[] syn =
                boards.crossed.stream().filter(f -> f[12] == 8 && f[13] == 0).findFirst().get();
        assertEquals(5_000, ByteBuffer.wrap(syn).getShort(14 + 20 + 14));
        assertEquals(700, ByteBuffer.wrap(syn).getShort(14 + 20 + 20 + 2));
        assertEquals(700 - 12, option(left, client, 6, 2)); // the timestamps
        assertEquals(3_000, left.send(client, "x".repeat(4_000)));
        assertEquals(0, left.setOption(client, 1, 8, 0)); // as low as it goes
        assertEquals(256, option(left, client, 1, 8));
        assertEquals(0, left.setOption(client, 1, 7, 1 << 30));
        assertEquals(65_536, option(left, client, 1, 7));
    }

    @Test
    void anAcceptedSocketHasTheListenersBuffers() throws IOException {
        int listener = right.socket();
        right.setOption(listener, 1, 8, 5_000);
        right.bind(listener, 0, 80);
        right.listen(listener, 8);
        right.setOption(listener, 1, 7, 3_000);
        right.setOption(listener, 6, 2, 500);
        int client = left.socket();
        left.connect(client, RIGHT, 80);
        boards.exchange();
        int accepted = right.on(Verb.ACCEPT, listener).result();
        assertEquals(5_000, option(right, accepted, 1, 8));
        assertEquals(3_000, option(right, accepted, 1, 7));
        assertEquals(500 - 12, option(left, client, 6, 2));
        assertEquals(5_000, option(right, listener, 1, 8));
    }

    @Test
    void listeningAgainChangesTheBacklog() throws IOException {
        int listener = right.socket();
        right.bind(listener, 0, 80);
        assertEquals(0, right.listen(listener, 1));
        for (int i = 0; i < 2; i++) {
            left.connect(left.socket(), RIGHT, 80);
            boards.exchange();
        }
        assertTrue(right.on(Verb.ACCEPT, listener).result() > 0);
        assertEquals(-11, right.on(Verb.ACCEPT, listener).result());
        assertEquals(0, right.listen(listener, 2));
        for (int i = 0; i < 2; i++) {
            left.connect(left.socket(), RIGHT, 80);
            boards.exchange();
        }
        assertTrue(right.on(Verb.ACCEPT, listener).result() > 0);
        assertTrue(right.on(Verb.ACCEPT, listener).result() > 0);
    }

    @Test
    void textBeforeAResetIsReadBeforeTheError() throws IOException {
        int[] pair = boards.connected(80);
        assertEquals(3, left.send(pair[0], "abc"));
        boards.exchange();
        left.setOption(pair[0], 1, 13, 1, 0);
        left.on(Verb.CLOSE, pair[0]);
        boards.exchange();
        assertEquals("ab", right.receive(pair[1], 0, 2).text());
        assertEquals("c", right.receive(pair[1], 0, 9).text());
        assertEquals(-104, right.receive(pair[1], 0, 9).result());
        assertEquals(0, right.receive(pair[1], 0, 9).result());
    }

    @Test
    void theUserTimeoutEndsAConnectionWithoutACable() throws IOException {
        int[] pair = boards.connected(80);
        assertEquals(0, left.setOption(pair[0], 6, 18, 5_000));
        assertEquals(0, left.result(Verb.LINK, StcpClient.request().u8(0)));
        assertEquals(3, left.send(pair[0], "abc"));
        assertNull(left.frameOut());
        long now = 0;
        while (now < 5_000_000) {
            now = left.advance(5_000_000);
        }
        left.advance(5_000_000);
        assertEquals(-110, left.send(pair[0], "x"));
        assertEquals(0, left.result(Verb.LINK, StcpClient.request().u8(1)));
        assertEquals(-22, left.result(Verb.LINK, StcpClient.request().u8(2)));
    }

    @Test
    void aSilentNeighbourIsUnreachable() throws IOException {
        int client = left.socket();
        left.connect(client, 0x0a000063, 80);
        for (long now = 0; now < 300_000_000; ) {
            now = left.advance(300_000_000);
        }
        assertNotNull(left.frameOut());
        assertEquals(-113, left.connect(client, RIGHT, 80));
    }

    @Test
    void peekCrossesTheRingsWrap() throws IOException {
        int[] pair = boards.connected(80);
        String text = "x".repeat(60_000);
        StringBuilder late = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            late.append((char) ('a' + i % 26)).append((char) ('A' + i % 26)).append('.');
        }
        boards.runTo(1_000_000);
        transfer(pair, text, 2_000_000);
        transferOnly(pair, late.toString(), 4_000_000);
        assertArrayEquals(late.toString().getBytes(), right.receive(pair[1], 2, 60_000).payload());
        assertEquals(late.toString(), right.receive(pair[1], 0, 60_000).text());
    }

    private void transfer(int[] pair, String text, long untilUs) throws IOException {
        transferOnly(pair, text, untilUs);
        assertEquals(text, right.receive(pair[1], 0, 70_000).text());
        boards.exchange();
    }

    private void transferOnly(int[] pair, String text, long untilUs) throws IOException {
        assertEquals(text.length(), left.send(pair[0], text));
        boards.exchange();
        boards.runTo(untilUs);
    }
}
