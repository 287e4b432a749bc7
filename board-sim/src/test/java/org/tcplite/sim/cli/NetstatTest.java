package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.time.SecureEntropy;

/** {@code netstat} and the control socket, with a board that runs in real time. */
class NetstatTest {

    @TempDir Path directory;

    private final EventLoop loop = EventLoop.realTime();
    private Thread thread;
    private ControlPoint point;
    private Path sockets;

    @BeforeEach
    void start() throws Exception {
        sockets = directory.resolve("s");
        NetstatCommand.directory = ControlDirectory.at(sockets);
        NetConfig config = new NetConfig();
        config.address = 0x0a000002;
        SimulatedDmaMac mac = new SimulatedDmaMac(new MacConfig());
        Board board = new Board("board", config, mac, new SecureEntropy(), loop);
        board.start();
        board.tcp().listen(80, 7);
        BoardFacts facts = new BoardFacts(board, "none");
        point = ControlPoint.open(loop, facts, NetstatCommand.directory);
        thread = new Thread(loop, "loop");
        thread.start();
    }

    @AfterEach
    void stop() throws Exception {
        point.close();
        loop.stop();
        thread.join();
        NetstatCommand.directory = ControlDirectory.ofThisUser();
    }

    @Test
    void listenersAreShownIfAskedFor() {
        String all = CliUsageTest.run("netstat", "-an", "-p").out();
        assertTrue(all.contains("tcp        0      7 0.0.0.0:80              0.0.0.0:*"), all);
        assertTrue(all.contains(ProcessHandle.current().pid() + "/board-sim"), all);
        assertTrue(CliUsageTest.run("netstat", "-l").out().contains("(only servers)"));
        assertEquals(2, CliUsageTest.run("netstat").out().lines().count());
        assertTrue(CliUsageTest.run("netstat", "-s").out().startsWith("Tcp:\n"));
        assertTrue(CliUsageTest.run("netstat", "--json").out().contains("\"backlog\":7}"));
    }

    @Test
    void theHabitsOfNetToolsAreAcceptedTogether() {
        CliUsageTest.Outcome outcome = CliUsageTest.run("netstat", "-antpo", "-W", "-n");
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("0.0.0.0:80"), outcome.out());
    }

    @Test
    void onlyTheUserMayAskAndNothingStaysBehind() throws Exception {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(sockets));
        assertEquals("rwx------", mode);
        Files.createFile(sockets.resolve("999999999.sock"));
        assertEquals(0, CliUsageTest.run("netstat").code());
        point.close();
        try (var left = Files.list(sockets)) {
            assertEquals(0, left.count());
        }
        CliUsageTest.Outcome outcome = CliUsageTest.run("netstat");
        assertEquals(1, outcome.code());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains("board-sim/run serve"), outcome.err());
    }

    @Test
    void aDirectoryOfSomebodyElseIsRefused() throws Exception {
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwxrwx"));
        CliUsageTest.Outcome outcome = CliUsageTest.run("netstat");
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("mode 700"), outcome.err());
    }

    @Test
    void theDirectoryIsTheUsersOwn() {
        Map<String, String> none = Map.of();
        String path = ControlDirectory.ofUser(none, "ann").address(7).toString();
        assertTrue(path.endsWith("tcp-lite-ann/7.sock"), path);
        Map<String, String> runtime = Map.of("XDG_RUNTIME_DIR", directory.toString());
        path = ControlDirectory.ofUser(runtime, "ann").address(7).toString();
        assertEquals(directory.resolve("tcp-lite/7.sock").toString(), path);
    }
}
