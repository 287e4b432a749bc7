package org.tcplite.sim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The console blocks of a document, each with one command and what it prints:
 *
 * <pre>
 *     ```console
 *     $ board-sim/run handshake --scenario refused | grep RST
 *        0.020000  CLOSED ...
 *     ```
 * </pre>
 *
 * <p>Blocks of other kinds, such as {@code sh}, are left alone. Commands of ours run in this
 * process, what stands behind the first {@code |} in a shell.
 */
final class ConsoleBlocks {

    private static final String OPENING = "```console";
    private static final String CLOSING = "```";
    private static final String PROMPT = "$ ";
    private static final String OURS = Main.SCRIPT + " ";
    private static final String PIPE = " | ";

    /** A command, what the document says it prints, and the line of the document it stands in. */
    record Block(int line, String command, List<String> output) {}

    private final Path file;
    private final List<String> lines;
    private final List<Block> blocks = new ArrayList<>();

    private ConsoleBlocks(Path file) throws IOException {
        this.file = file;
        lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(OPENING)) {
                blocks.add(block(i + 1));
            }
        }
    }

    static ConsoleBlocks of(Path file) throws IOException {
        return new ConsoleBlocks(file);
    }

    private Block block(int first) {
        String command = lines.get(first);
        if (!command.startsWith(PROMPT)) {
            throw new AssertionError(file + ":" + (first + 1) + ": no command after '$ '");
        }
        int end = first + 1;
        while (!lines.get(end).equals(CLOSING)) {
            end++;
        }
        List<String> output = List.copyOf(lines.subList(first + 1, end));
        return new Block(first + 1, command.substring(PROMPT.length()), output);
    }

    List<Block> blocks() {
        return blocks;
    }

    /** Writes the document anew, each block with the output that is given for it. */
    void rewrite(BiFunction<Block, List<String>, List<String>> output) throws IOException {
        List<String> all = new ArrayList<>();
        int next = 0;
        for (Block block : blocks) {
            all.addAll(lines.subList(next, block.line));
            all.addAll(output.apply(block, block.output));
            next = block.line + block.output.size();
        }
        all.addAll(lines.subList(next, lines.size()));
        Files.write(file, all);
    }

    /** What the command prints now. */
    static List<String> run(String command) throws IOException {
        if (!command.startsWith(OURS)) {
            throw new AssertionError("only " + OURS + "... can be run, not " + command);
        }
        int pipe = command.indexOf(PIPE);
        String ours = pipe < 0 ? command : command.substring(0, pipe);
        String[] arguments = ours.substring(OURS.length()).trim().split(" +");
        CliUsageTest.Outcome outcome = CliUsageTest.run(arguments);
        if (outcome.code() != 0 || !outcome.err().isEmpty()) {
            throw new AssertionError(command + " ends with " + outcome);
        }
        String printed =
                pipe < 0
                        ? outcome.out()
                        : filter(command.substring(pipe + PIPE.length()), outcome.out());
        return printed.lines().toList();
    }

    /** Standard input goes through a file: a filter such as head does not read all of it. */
    private static String filter(String shellCommand, String input) throws IOException {
        Path file = Files.createTempFile("console", ".txt");
        try {
            Files.writeString(file, input);
            ProcessBuilder shell =
                    new ProcessBuilder("sh", "-c", shellCommand)
                            .redirectInput(file.toFile())
                            .redirectErrorStream(true);
            shell.environment().put("LC_ALL", "C"); // octets, whatever they stand for
            Process process = shell.start();
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } finally {
            Files.delete(file);
        }
    }
}
