package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.link.Link;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.link.LinkSpec;
import org.tcplite.sim.link.Links;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.BoardServices;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.sim.time.SecureEntropy;
import picocli.CommandLine;

/** Command flood on a link: a board at its other end, in real time. */
@Timeout(120)
class LinkFloodTest {

    private String out;
    private String err;

    private int run(String arguments) {
        StringWriter text = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line =
                Main.commandLine().setOut(new PrintWriter(text)).setErr(new PrintWriter(errors));
        int code = line.execute(arguments.trim().split(" +"));
        out = text.toString();
        err = errors.toString();
        return code;
    }

    private long number(String row) {
        String line = out.lines().filter(l -> l.startsWith(row)).findFirst().orElseThrow();
        String last = line.substring(line.lastIndexOf(' ') + 1);
        return Long.parseLong(last.replace(",", ""));
    }

    private static Board serve(Link link, EventLoop loop) {
        NetConfig config = new NetConfig();
        config.address = new LinkSettings().board;
        Board board = new Board("board", config, link.mac(), new SecureEntropy(), loop);
        BoardFacts facts = new BoardFacts(board, link.describe());
        BoardServices.install(board, new ServicesConfig(), facts, 1);
        board.start();
        loop.add(link);
        return board;
    }

    @Test
    void floodsTheBoardAtTheOtherEndAndShowsWhatBothSidesSaw(@TempDir Path directory)
            throws Exception {
        Path socket = directory.resolve("s");
        Path json = directory.resolve("f.json");
        Path html = directory.resolve("f.html");
        try (Link link = Links.open(LinkSpec.parse("unix-listen:" + socket), new LinkSettings())) {
            EventLoop loop = link.newLoop();
            serve(link, loop);
            Thread thread = new Thread(loop, "flooded board");
            thread.start();
            int code;
            try {
                code =
                        run(
                                "flood --syn-rate 2000 --duration 3s --link unix:"
                                        + socket
                                        + " --json "
                                        + json
                                        + " --html "
                                        + html);
            } finally {
                loop.stop();
                thread.join(10_000);
            }
            assertEquals(0, code, out + err);
        }
        assertTrue(number("SYNs of the flood sent") > 3_000, out);
        assertTrue(number("  connections made from cookies") > 0, out);
        assertEquals(1, number("  flood mode began"), out);
        assertEquals(0, number("ARP requests caused"), out);
        assertTrue(Files.readString(json).contains("\"promiseKept\": true"));
        assertEquals(1, Files.readString(html).split("<svg ", -1).length - 1);
    }

    @Test
    void whereNobodyAnswersNothingIsSent() {
        assertEquals(1, run("flood --link udp:127.0.0.1:0/127.0.0.1:9 --duration 1s --clients 1"));
        assertTrue(out.startsWith("seed=1\n"), out);
        assertTrue(!out.contains("SYNs of the flood"), out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--link forward | a link of frames that you opened for it",
                "--link macvtap:m0 | a link of frames that you opened for it",
                "--link tap:t0 --target 8.8.8.8 | through no router",
                "--link tap:t0 --target 8.8.8.8 --address 8.8.8.9/24 | a public address",
                "--link tap:t0 --target 10.0.0.1 | no neighbour",
                "--link tap:t0 --spoof subnet | your neighbours' addresses",
                "--link tap:t0 --duration 11m | 10m at most",
                "--link tap:t0 --syn-rate 2000000 | 1..1000000",
                "--link tap:t0 --port 0 | 1..65535",
                "--link tap:t0 --bulk 3 | of the simulated board",
                "--link tap:t0 --processor desktop | of the simulated board"
            })
    void whatMightHitStrangersOrMeansNothingIsRefused(String arguments, String why) {
        assertEquals(2, run("flood " + arguments.trim()));
        assertTrue(err.contains(why.trim()), err);
    }
}
