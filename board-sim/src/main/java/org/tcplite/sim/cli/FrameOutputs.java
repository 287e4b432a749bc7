package org.tcplite.sim.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.tcplite.hal.Clock;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.CaptureFile;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.capture.Ladder;
import org.tcplite.sim.capture.TraceWriter;

/**
 * Where the frames at a board's end of the cable go: {@code --pcap}, {@code --trace}, {@code
 * --ladder}.
 */
final class FrameOutputs implements AutoCloseable {

    private final BoardOptions options;
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private Ladder ladder;

    FrameOutputs(BoardOptions options) {
        this.options = options;
    }

    /**
     * Attaches what was asked for.
     *
     * @param link takes each tap
     */
    void attach(Clock clock, Consumer<FrameTap> link) {
        try {
            if (options.pcap != null) {
                CaptureFile capture = CaptureFile.open(options.pcap, clock);
                toClose.push(capture);
                link.accept(capture.tap("board"));
            }
            if (options.trace != null) {
                PrintStream out = open(options.trace);
                link.accept(new TraceWriter(out::println));
            }
        } catch (IOException e) {
            throw new Failure("cannot write " + e.getMessage() + ": say another file", e);
        }
        if (options.ladder != null) {
            ladder = new Ladder(clock, "board", "peer");
            link.accept(ladder.tap(Ladder.LEFT));
        }
    }

    /** The ladder takes turns of the loop, after the board. */
    void join(EventLoop loop) {
        if (ladder != null) {
            loop.add(ladder);
        }
    }

    private PrintStream open(String name) throws IOException {
        Path file = BoardOptions.file(name);
        if (file == null) {
            return System.err;
        }
        PrintStream out =
                new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
        toClose.push(out);
        return out;
    }

    /** Draws the ladder and closes the files; what cannot be is said on standard error. */
    @Override
    public void close() {
        if (ladder != null) {
            drawLadder();
            ladder = null;
        }
        closeAll(toClose);
    }

    /** Closes all, in this order, and forgets them; failures are said on standard error. */
    static void closeAll(Deque<AutoCloseable> resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                System.err.println(Main.NAME + ": closing: " + e.getMessage());
            }
        }
        resources.clear();
    }

    private void drawLadder() {
        Path file = BoardOptions.file(options.ladder);
        List<String> lines = new ArrayList<>(ladder.lines(Terminal.hasUnicode()));
        try {
            if (file == null) {
                lines.forEach(System.err::println);
            } else {
                Files.write(file, lines);
            }
        } catch (IOException e) {
            System.err.println(Main.NAME + ": cannot write " + e.getMessage());
        }
    }
}
