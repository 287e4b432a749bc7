package org.tcplite.cortexm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A board that {@code board-cortex-m/run} has booted; {@link #close()} ends it. */
final class EmulatedBoard implements AutoCloseable {

    private static final long PATIENCE_NS = 60_000_000_000L;

    private final Process process;
    private final Path uart;

    private EmulatedBoard(Process process, Path uart) {
        this.process = process;
        this.uart = uart;
    }

    /** Boots a board on the TAP device of a namespace. */
    static EmulatedBoard boot(PeerSpace space, String board, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(0, List.of("./run", board, "--link", "tap:tap0"));
        return boot(board, space.inside(words.toArray(String[]::new)));
    }

    /** Boots by these words, and waits until the board says that it is ready. */
    static EmulatedBoard boot(String name, List<String> words) throws IOException {
        Files.createDirectories(Path.of("target/uart"));
        Path uart = Files.createTempFile(Path.of("target/uart"), name, ".txt");
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(uart.toFile())
                        .start();
        EmulatedBoard board = new EmulatedBoard(process, uart);
        board.await("ready http://");
        return board;
    }

    /** What the UART has shown so far. */
    String uart() throws IOException {
        return Files.readString(uart);
    }

    /** Waits for a text on the UART. */
    void await(String text) throws IOException {
        long until = System.nanoTime() + PATIENCE_NS;
        while (!uart().contains(text)) {
            if (!process.isAlive() || System.nanoTime() - until > 0) {
                close();
                throw new IOException("the board did not say '" + text + "':\n" + uart());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        process.destroy(); // run ends QEMU when it is asked to end
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
