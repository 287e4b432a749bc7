package org.tcplite.sim.cli;

import java.time.Duration;
import java.util.Locale;
import org.tcplite.sim.flood.Cost;
import org.tcplite.sim.flood.CostMeter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the processor of a board under attack can do. */
final class CostOptions {

    @Option(
            names = {"--processor", "--cost"},
            paramLabel = "NAME",
            defaultValue = "desktop",
            converter = ProcessorValue.class,
            description =
                    "desktop: as measured on one; lm3s6965evb: by instructions, as QEMU counts them,"
                            + " at 50 MHz; measured: as this machine is, measured now for some"
                            + " seconds, so that no two runs are alike (${DEFAULT-VALUE})")
    Cost processor;

    @Option(
            names = "--cost-per-frame",
            paramLabel = "TIME",
            converter = Values.DurationValue.class,
            description = "another time for a frame, a SYN with its answer: 400ns")
    Duration perFrame;

    @Option(
            names = "--cost-per-poll",
            paramLabel = "TIME",
            converter = Values.DurationValue.class,
            description = "and for a poll")
    Duration perPoll;

    @Option(
            names = "--cost-per-early-drop",
            paramLabel = "TIME",
            converter = Values.DurationValue.class,
            description = "and for a SYN dropped early (as many times less than a frame's)")
    Duration perEarlyDrop;

    /** The processor's figures, those given in place of its own. */
    Cost read() {
        if (perFrame == null && perPoll == null && perEarlyDrop == null) {
            return processor;
        }
        long frameNs = perFrame == null ? processor.nsPerFrame() : perFrame.toNanos();
        long pollNs = perPoll == null ? processor.nsPerPoll() : perPoll.toNanos();
        long dropNs =
                perEarlyDrop == null
                        ? frameNs * processor.nsPerEarlyDrop() / processor.nsPerFrame()
                        : perEarlyDrop.toNanos();
        return Cost.of(frameNs, pollNs, dropNs);
    }

    /** The value of {@code --processor}. */
    static final class ProcessorValue implements ITypeConverter<Cost> {
        @Override
        public Cost convert(String text) {
            switch (text.toLowerCase(Locale.ROOT)) {
                case "desktop":
                    return Cost.DESKTOP;
                case "lm3s6965evb":
                    return Cost.LM3S6965EVB;
                case "measured":
                    return CostMeter.cost(CostMeter.measure());
                default:
                    throw new TypeConversionException(
                            "'"
                                    + text
                                    + "' is no processor known here: say desktop, lm3s6965evb,"
                                    + " measured, or --cost-per-frame");
            }
        }
    }
}
