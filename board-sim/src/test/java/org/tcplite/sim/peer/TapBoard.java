package org.tcplite.sim.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tcplite.hal.EthernetMac;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.CaptureFile;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.link.TapLink;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.BoardServices;
import org.tcplite.sim.service.ServicesConfig;
import org.tcplite.sim.time.SecureEntropy;
import org.tcplite.tcp.Tcp;

/** A board with its services at 10.0.0.2, the kernel of a namespace of its own at 10.0.0.1. */
final class TapBoard implements AutoCloseable {

    static final String BOARD = "10.0.0.2";
    static final int PEER = 0x0a000001;

    /** The capture of what passed the device. */
    static final String CABLE = "cable.pcapng";

    /** The capture of what the stack saw: {@link StackTap}. */
    static final String STACK = "stack.pcapng";

    private static final int BOARD_ADDRESS = 0x0a000002;

    final PeerNamespace peer;
    final TapLink link;
    final Board board;
    final EventLoop loop;

    private final CaptureFile capture;
    private final StackTap stackTap;
    private final Thread thread;

    /**
     * Boots the board.
     *
     * @param configure changes the board's configuration
     * @param captureTo the directory for {@link #CABLE} and {@link #STACK}, or null
     * @param install puts the board's programs on it; null for the usual services
     */
    TapBoard(Consumer<NetConfig> configure, Path captureTo, Consumer<Board> install)
            throws IOException {
        peer = PeerNamespace.create();
        TapLink opened = null;
        boolean good = false;
        try {
            opened = TapLink.open(peer.deviceName(), LinkSettings.derivedMac(BOARD_ADDRESS, 1500));
            link = opened;
            loop = link.newLoop();
            if (captureTo == null) {
                capture = null;
                stackTap = null;
            } else {
                String cable = captureTo.resolve(CABLE).toString();
                capture = CaptureFile.open(cable, loop.clock());
                link.tap(capture.tap("board"));
                stackTap = new StackTap(link.mac(), captureTo.resolve(STACK), loop);
                loop.add(stackTap);
            }
            NetConfig config = new NetConfig();
            config.address = BOARD_ADDRESS;
            config.gateway = PEER;
            configure.accept(config);
            EthernetMac mac = stackTap == null ? link.mac() : stackTap;
            board = new Board("board", config, mac, new SecureEntropy(), loop);
            if (install == null) {
                BoardFacts facts = new BoardFacts(board, link.describe());
                BoardServices.install(board, new ServicesConfig(), facts, 1);
            } else {
                install.accept(board);
            }
            board.start();
            loop.add(link);
            peer.adopt(peer.deviceName(), "10.0.0.1/24");
            good = true;
        } finally {
            if (!good) {
                if (opened != null) {
                    opened.close();
                }
                peer.close();
            }
        }
        thread = new Thread(loop, "board");
        thread.start();
    }

    /** A board with the usual services and defaults. */
    static TapBoard serving() throws IOException {
        return new TapBoard(config -> {}, null, null);
    }

    /** Has the board do something, and waits for it. */
    <T> T onLoop(Supplier<T> work) throws Exception {
        return loop.supplyOnLoop(work).get(30, TimeUnit.SECONDS);
    }

    /** A counter of the board's TCP. */
    long counter(int id) throws Exception {
        return onLoop(() -> tcp().counter(id));
    }

    private Tcp tcp() {
        return board.tcp();
    }

    /** Runs a small Java program of this package inside the namespace. */
    PeerNamespace.Result java(Class<?> main, String... arguments) throws Exception {
        return peer.run(javaLine(main, arguments));
    }

    /** The line that runs a class with a {@code main}, which needs nothing but the JDK. */
    static String[] javaLine(Class<?> main, String... arguments) throws Exception {
        Path classes = Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
        String[] line = new String[6 + arguments.length];
        line[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        line[1] = "-Xshare:auto";
        line[2] = "-XX:TieredStopAtLevel=1";
        line[3] = "-cp";
        line[4] = classes.toString();
        line[5] = main.getName();
        System.arraycopy(arguments, 0, line, 6, arguments.length);
        return line;
    }

    @Override
    public void close() {
        loop.stop();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
        peer.close();
        if (capture != null) {
            try {
                capture.close();
                stackTap.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
