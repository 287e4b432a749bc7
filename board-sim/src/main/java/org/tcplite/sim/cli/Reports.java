package org.tcplite.sim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** What commands with a report have in common: {@code --json FILE}, {@code --html FILE}. */
final class Reports {

    private Reports() {}

    /** The command as it was typed. */
    static String commandLine(CommandSpec spec) {
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        return Main.SCRIPT + " " + String.join(" ", words);
    }

    /** Writes a file, if one was asked for. */
    static void write(Path file, Supplier<String> text) {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, text.get());
        } catch (IOException e) {
            throw new Failure("cannot write " + e.getMessage() + ": say another file", e);
        }
    }
}
