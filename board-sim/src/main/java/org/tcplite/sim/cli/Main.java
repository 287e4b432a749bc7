package org.tcplite.sim.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.tcplite.tcp.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
        name = Main.SCRIPT,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Boards with a TCP/IP stack of their own, simulated on this machine.",
        usageHelpAutoWidth = true,
        subcommands = {
            ServeCommand.class,
            NcCommand.class,
            NetstatCommand.class,
            HandshakeCommand.class,
            StatesCommand.class,
            ScriptCommand.class,
            SimulateCommand.class,
            ControlCommand.class,
            WireCommand.class,
            FloodCommand.class,
            TransferCommand.class,
            CpsCommand.class,
            DoctorCommand.class,
            ContractCommand.class,
            CompletionCommand.class
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  " + Main.SCRIPT + " serve                # then open http://127.0.0.1:8080/",
            "  " + Main.SCRIPT + " COMMAND --help       # each command has an example"
        })
public final class Main implements Runnable {

    /** How messages begin. */
    static final String NAME = "board-sim";

    /** What people type, from the root of the source tree. */
    static final String SCRIPT = "board-sim/run";

    /** Exit code: it ran and failed. */
    static final int FAILED = 1;

    /** Exit code: it was used wrongly. */
    static final int WRONG_USAGE = 2;

    private static final Pattern INVALID_VALUE =
            Pattern.compile(
                    "^Invalid value for (?:positional parameter|option) '([^']+)'(?: \\([^)]*\\))?:"
                            + " ");

    @Spec CommandSpec spec;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command; its exit code. */
    static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler(Main::wrongUsage);
        line.setExecutionExceptionHandler(Main::failed);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(true);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command: say one of them");
    }

    /** One line that says what to do. */
    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        String message = oneLine(e.getMessage());
        StringBuilder text = new StringBuilder(prefix(line)).append(message);
        if (e instanceof UnmatchedArgumentException) {
            text.setLength(0);
            text.append(prefix(line)).append(unmatched((UnmatchedArgumentException) e));
        }
        if (!message.contains("say ")) {
            text.append("; see: ").append(line.getCommandSpec().qualifiedName()).append(" --help");
        }
        print(line, text.toString());
        return WRONG_USAGE;
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        boolean isCommand = e.getCommandLine().getCommandName().equals(SCRIPT);
        String what = "'" + first + "' is not known here";
        if (first.startsWith("-")) {
            what = "there is no option '" + first + "'";
        } else if (isCommand) {
            what = "there is no command '" + first + "'";
        }
        List<String> near = e.getSuggestions();
        return near.isEmpty() ? what : what + ", but " + String.join(", ", near);
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult result) {
        if (e instanceof ParameterException) {
            return wrongUsage((ParameterException) e, new String[0]);
        }
        if (e instanceof Failure || e instanceof IllegalStateException) {
            print(line, prefix(line) + oneLine(e.getMessage()));
        } else if (e instanceof ConfigException) {
            print(line, prefix(line) + ConfigWords.say((ConfigException) e));
            return WRONG_USAGE;
        } else {
            print(line, prefix(line) + "this should not have happened: " + e);
            e.printStackTrace(line.getErr());
        }
        return FAILED;
    }

    private static String prefix(CommandLine line) {
        String command = line.getCommandName();
        return command.equals(SCRIPT) ? NAME + ": " : NAME + " " + command + ": ";
    }

    private static String oneLine(String message) {
        if (message == null) {
            return "unknown error";
        }
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        return INVALID_VALUE.matcher(line).replaceFirst("$1 ");
    }

    private static void print(CommandLine line, String text) {
        PrintWriter err = line.getErr();
        err.println(text);
        err.flush();
    }

    /** The version, from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            String java = System.getProperty("java.vm.name") + " " + Runtime.version();
            return new String[] {
                "tcp-lite " + NAME + " " + (version == null ? "(not from a jar)" : version), java
            };
        }
    }
}
