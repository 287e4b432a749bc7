package org.tcplite.sim.cli;

import java.time.Duration;
import java.util.Locale;
import org.tcplite.tcp.TcpConfig;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How a board probes its path and repairs losses: the same with every command that boots one. */
final class RecoveryOptions {

    private static final long GREATEST_RTO_MIN_MS = 60_000;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--congestion",
            paramLabel = "NAME",
            converter = CongestionValue.class,
            description = "congestion control: newreno (RFC 5681), cubic (RFC 9438) (newreno)")
    Integer congestion;

    @Option(
            names = "--initial-window",
            paramLabel = "SIZE",
            converter = WindowValue.class,
            description =
                    "what a connection begins with: small, 2 to 4 segments (RFC 5681), or large, 10"
                            + " (RFC 6928) (small)")
    InitialWindow initialWindow;

    @Option(
            names = "--rto-min",
            paramLabel = "TIME",
            converter = Values.DurationValue.class,
            description = "the least retransmission time-out; Linux has 200ms (1s)")
    Duration rtoMin;

    @Option(
            names = "--sent-records",
            paramLabel = "N",
            description =
                    "segments in flight told apart per connection, a power of two; more share a"
                            + " record (64)")
    Integer sentRecords;

    @Option(
            names = "--no-sack",
            description = "no selective acknowledgments: NewReno's fast recovery (RFC 6582)")
    boolean withoutSack;

    @Option(names = "--no-timestamps", description = "no timestamps (RFC 7323)")
    boolean withoutTimestamps;

    /** Puts what was said into a configuration; what was not said stays. */
    void applyTo(TcpConfig config) {
        if (congestion != null) {
            config.congestionControl = congestion;
        }
        if (initialWindow != null) {
            config.largeInitialWindow = initialWindow == InitialWindow.LARGE;
        }
        if (rtoMin != null) {
            config.rtoMinMs = rtoMinMs();
            config.rtoInitialMs = Math.max(config.rtoInitialMs, config.rtoMinMs);
        }
        if (sentRecords != null) {
            config.sentRecords = sentRecords;
        }
        config.sack = config.sack && !withoutSack;
        config.timestamps = config.timestamps && !withoutTimestamps;
    }

    private int rtoMinMs() {
        long ms = rtoMin.toMillis();
        if (ms < 1 || ms > GREATEST_RTO_MIN_MS) {
            throw new ParameterException(
                    command.commandLine(), "--rto-min is " + ms + " ms: say 1ms to 60s");
        }
        return (int) ms;
    }

    /** The word for a value of {@link TcpConfig#congestionControl}. */
    static String nameOf(int congestionControl) {
        return congestionControl == TcpConfig.CUBIC ? "cubic" : "newreno";
    }

    /** A value of {@code --congestion}. */
    static final class CongestionValue implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            switch (text.toLowerCase(Locale.ROOT)) {
                case "cubic":
                    return TcpConfig.CUBIC;
                case "newreno":
                case "reno":
                    return TcpConfig.NEW_RENO;
                default:
                    throw new TypeConversionException(
                            "'" + text + "' is no congestion control: say newreno or cubic");
            }
        }
    }

    /** What a connection begins with. */
    enum InitialWindow {
        SMALL,
        LARGE
    }

    /** A value of {@code --initial-window}. */
    static final class WindowValue implements ITypeConverter<InitialWindow> {
        @Override
        public InitialWindow convert(String text) {
            for (InitialWindow each : InitialWindow.values()) {
                if (each.name().equalsIgnoreCase(text)) {
                    return each;
                }
            }
            throw new TypeConversionException("'" + text + "': say small or large");
        }
    }
}
