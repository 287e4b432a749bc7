package org.tcplite.sim.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Framing, one client at a time, and what the board survives. */
@Timeout(30)
class ControlTransportTest {

    @TempDir Path directory;

    private ControlServer server;
    private SocketAddress address;

    @BeforeEach
    void start() throws IOException {
        Path path = directory.resolve("b");
        server = ControlledBoards.serve(ControlServer.unix(path, new ControlSession(1)));
        address = UnixDomainSocketAddress.of(path);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aReplyCarriesVerbTagAndTime() throws IOException {
        try (StcpClient client = new StcpClient(address)) {
            client.nowUs = 12;
            StcpClient.Reply reply = client.call(Verb.SOCKET, StcpClient.request().u8(4).u8(1));
            assertEquals(Verb.SOCKET | 0x80, reply.verb());
            assertEquals(1, reply.tag());
            assertEquals(12, reply.nowUs());
            client.nowUs = 3;
            assertEquals(12, client.call(Verb.FRAME_OUT, StcpClient.request()).nowUs());
            client.nowUs = -1;
            assertEquals(-22, client.result(Verb.FRAME_OUT, StcpClient.request()));
            client.nowUs = Long.MAX_VALUE;
            assertEquals(-22, client.result(Verb.FRAME_OUT, StcpClient.request()));
        }
    }

    @Test
    void argumentsOfTheWrongLengthAreRefused() throws IOException {
        try (StcpClient client = new StcpClient(address)) {
            int handle = client.socket();
            int[] bare = {Verb.RESET, Verb.FRAME_OUT, Verb.STATS};
            for (int verb : bare) {
                assertEquals(-22, client.result(verb, StcpClient.request().u8(0)), "verb " + verb);
            }
            for (int verb = Verb.BIND; verb <= Verb.POLL; verb++) {
                assertEquals(-22, client.result(verb, StcpClient.request().u8(0)), "verb " + verb);
                if (verb != Verb.SEND) {
                    StcpClient.Request odd = StcpClient.request().i32(handle).octets(new byte[99]);
                    int result = client.result(verb, odd);
                    assertEquals(-22, result, "verb " + verb);
                }
            }
            int[] empty = {Verb.HELLO, Verb.ADVANCE, Verb.SOCKET, Verb.INFO, Verb.NETSTAT};
            for (int verb : empty) {
                assertEquals(-22, client.result(verb, StcpClient.request()), "verb " + verb);
            }
            assertEquals(-22, client.result(Verb.LINK, StcpClient.request()));
            assertEquals(-22, client.result(Verb.MACFAULT, StcpClient.request()));
            assertTrue(client.on(Verb.POLL, handle).result() > 0);
            client.raw(
                    StcpClient.request().i32(12).u8(Verb.STATS).u8(1).u16(9).i64(0).toByteArray());
            assertEquals(-22, client.reply().result());
        }
    }

    @Test
    void theGreatestMessageIsTakenAGreaterOneCutsTheClient() throws IOException {
        try (StcpClient client = new StcpClient(address)) {
            int result = client.frameIn(new byte[256 * 1024 - 12]);
            assertEquals(0, result);
            client.raw(
                    StcpClient.request()
                            .i32(256 * 1024 + 1)
                            .u8(Verb.FRAME_IN)
                            .u8(0)
                            .u16(7)
                            .toByteArray());
            StcpClient.Reply reply = client.reply();
            assertEquals(-90, reply.result());
            assertEquals(7, reply.tag());
            assertTrue(client.isCut());
        }
        usable();
        try (StcpClient client = new StcpClient(address)) {
            client.raw(StcpClient.request().i32(3).octets(new byte[3]).toByteArray());
            assertEquals(-22, client.reply().result());
        }
        usable();
        try (StcpClient client = new StcpClient(address)) {
            client.raw(StcpClient.request().i32(-1).u8(9).u8(0).u16(1).toByteArray());
            assertEquals(-90, client.reply().result());
        }
        usable();
    }

    private void usable() throws IOException {
        try (StcpClient client = new StcpClient(address)) {
            assertEquals(1, client.socket());
        }
    }

    @Test
    void aClientThatGoesTakesEverythingWithIt() throws IOException {
        try (StcpClient client = new StcpClient(address)) {
            client.nowUs = 1_000;
            assertEquals(1, client.listener(80));
            client.raw(StcpClient.request().i32(100).u8(5).toByteArray());
        }
        try (StcpClient client = new StcpClient(address)) {
            StcpClient.Reply reply = client.on(Verb.POLL, 1);
            assertEquals(-9, reply.result());
            assertEquals(0, reply.nowUs());
            assertEquals(1, client.listener(80));
        }
    }

    @Test
    void theSecondClientWaitsForTheFirst() throws Exception {
        StcpClient first = new StcpClient(address);
        assertEquals(1, first.socket());
        try (StcpClient second = new StcpClient(address)) {
            int[] handle = {0};
            Thread waits = new Thread(() -> handle[0] = quietly(second));
            waits.start();
            assertEquals(2, first.socket());
            assertEquals(0, handle[0]);
            first.close();
            waits.join(10_000);
            assertEquals(1, handle[0]);
        }
    }

    private static int quietly(StcpClient client) {
        try {
            return client.socket();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void theSocketsFileIsTakenOverFromTheDeadOnly() throws IOException {
        Path path = directory.resolve("b");
        assertThrows(
                IOException.class, () -> ControlServer.unix(path, new ControlSession(1)).close());
        server.close();
        assertFalse(Files.exists(path));
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(path));
        dead.close();
        assertTrue(Files.exists(path));
        server = ControlledBoards.serve(ControlServer.unix(path, new ControlSession(1)));
        usable();
        Path plain = Files.createFile(directory.resolve("plain"));
        assertThrows(
                IOException.class, () -> ControlServer.unix(plain, new ControlSession(1)).close());
    }
}
