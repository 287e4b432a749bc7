package org.tcplite.sim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.link.ForwardRule;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.link.LinkSpec;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.MacKind;
import org.tcplite.tcp.ConfigException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that boots a board on a link. */
final class BoardOptions {

    /** {@code --trace} without a file name: standard error. */
    static final String STANDARD_ERROR = "-";

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--address",
            paramLabel = "CIDR",
            defaultValue = "10.0.0.2/24",
            converter = Values.CidrValue.class,
            description = "the board's address and prefix length (${DEFAULT-VALUE})")
    Cidr address;

    @Option(
            names = "--gateway",
            paramLabel = "IP",
            converter = Values.Address.class,
            description = "the other end of the link (the network's first address)")
    Integer gateway;

    @Option(
            names = "--mac",
            paramLabel = "MAC",
            converter = Values.StationAddress.class,
            description =
                    "the board's station address (derived from its address); a pcap: file reaches"
                            + " the board only with the --mac and --address of its frames")
    Values.Station mac;

    @Option(
            names = "--mac-kind",
            paramLabel = "KIND",
            defaultValue = "dma",
            converter = MacKindValue.class,
            description = "the board's MAC: dma, fifo, spi, spi-polled (${DEFAULT-VALUE})")
    MacKind macKind;

    @Option(
            names = "--mtu",
            paramLabel = "OCTETS",
            defaultValue = "1500",
            converter = Values.OctetCount.class,
            description = "the greatest IP packet (${DEFAULT-VALUE})")
    int mtu;

    @Option(
            names = "--link",
            paramLabel = "LINK",
            defaultValue = "forward",
            converter = LinkValue.class,
            description = LinkSpec.FORMS + "; docs/links.md (${DEFAULT-VALUE})")
    LinkSpec link;

    @Option(
            names = "--forward",
            paramLabel = "[HOST:]PORT:BOARDPORT",
            converter = ForwardValue.class,
            description = "a port of the desktop that leads to one of the board; repeatable")
    List<ForwardRule> forwards = new ArrayList<>();

    @Option(names = "--connections", paramLabel = "N", description = "connection slots (64)")
    Integer connections;

    @Option(
            names = "--syn-queue",
            paramLabel = "N",
            description = "half-open connections, a power of two (64)")
    Integer synQueue;

    @Option(names = "--time-wait", paramLabel = "N", description = "TIME-WAIT records (256)")
    Integer timeWait;

    @Option(
            names = "--receive-buffer",
            paramLabel = "OCTETS",
            converter = Values.OctetCount.class,
            description = "receive ring of a connection, a power of two (64k)")
    Integer receiveBuffer;

    @Option(
            names = "--send-buffer",
            paramLabel = "OCTETS",
            converter = Values.OctetCount.class,
            description = "send ring of a connection, a power of two (64k)")
    Integer sendBuffer;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = STANDARD_ERROR,
            description = "a line a frame, as in packet scripts, to standard error or FILE")
    String trace;

    @Option(
            names = "--ladder",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = STANDARD_ERROR,
            description = "frames as a ladder, to standard error or FILE")
    String ladder;

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description = "a capture for Wireshark: pcapng; NAME.pcap is classic; - is stdout")
    String pcap;

    @Mixin ImpairmentOptions impairments;

    @Mixin RecoveryOptions recovery;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "determines to which frames what is to go wrong does (a new one)")
    Long seed;

    /** What the link is to know; {@code defaultForwards} if none was given and the link has any. */
    LinkSettings linkSettings(List<ForwardRule> defaultForwards) {
        LinkSettings settings = new LinkSettings();
        settings.board = address.address();
        settings.prefixLength = address.prefixLength();
        settings.gateway = gateway == null ? 0 : gateway;
        settings.mtu = mtu;
        settings.mac = macConfig(settings.board);
        settings.station = mac == null ? null : mac.octets;
        if (!forwards.isEmpty() && link.kind() != LinkSpec.Kind.FORWARD) {
            throw usage(
                    "--forward goes with --link forward; on "
                            + link
                            + " the board is reached at its own address");
        }
        if (link.kind() == LinkSpec.Kind.FORWARD) {
            settings.forwards.addAll(forwards.isEmpty() ? defaultForwards : forwards);
        }
        return settings;
    }

    private MacConfig macConfig(int board) {
        MacConfig config = LinkSettings.derivedMac(board, mtu);
        if (mac != null) {
            config.address = mac.octets;
        }
        try {
            return macKind.limit(config);
        } catch (IllegalArgumentException e) {
            throw usage("--mtu " + mtu + ": " + e.getMessage() + ": say --mtu 1500");
        }
    }

    /** What the board is to know; checked. */
    NetConfig netConfig(LinkSettings settings) {
        NetConfig config = new NetConfig();
        config.address = settings.board;
        config.prefixLength = settings.prefixLength;
        config.gateway = settings.gatewayAddress();
        config.tcp.mtu = mtu;
        config.tcp.connections = or(connections, config.tcp.connections);
        config.tcp.synQueue = or(synQueue, config.tcp.synQueue);
        config.tcp.timeWait = or(timeWait, config.tcp.timeWait);
        config.tcp.receiveBuffer = or(receiveBuffer, config.tcp.receiveBuffer);
        config.tcp.sendBuffer = or(sendBuffer, config.tcp.sendBuffer);
        recovery.applyTo(config.tcp);
        // the gateway is the only source a board on this link ever sees
        config.tcp.reclaimSlots = link.kind() != LinkSpec.Kind.FORWARD;
        try {
            config.check();
        } catch (ConfigException e) {
            throw usage(ConfigWords.say(e));
        }
        return config;
    }

    /** Standard output, unless a capture goes there. */
    PrintWriter out() {
        boolean taken = STANDARD_ERROR.equals(pcap);
        return taken ? command.commandLine().getErr() : command.commandLine().getOut();
    }

    /**
     * A port in digits; wrong usage is a {@link ParameterException} that begins with {@code what}.
     */
    int port(String digits, String what) {
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65535) {
            throw usage(what + " is '" + digits + "', which has to be in 1..65535");
        }
        return port;
    }

    /** The trace's or ladder's file, or null for standard error. */
    static Path file(String name) {
        return name.equals(STANDARD_ERROR) ? null : Path.of(name);
    }

    ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private static int or(Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    /** The option's name stands before the message anyway. */
    private static String withoutOption(String message) {
        return message.replaceFirst("^--\\S+ ", "");
    }

    /** A value of {@code --mac-kind}. */
    static final class MacKindValue implements ITypeConverter<MacKind> {
        @Override
        public MacKind convert(String text) {
            MacKind kind = MacKind.of(text);
            if (kind == null) {
                throw new TypeConversionException(
                        "'"
                                + text
                                + "' is no kind of MAC: say "
                                + String.join(", ", MacKind.words()));
            }
            return kind;
        }
    }

    /** A value of {@code --link}. */
    static final class LinkValue implements ITypeConverter<LinkSpec> {
        @Override
        public LinkSpec convert(String text) {
            try {
                return LinkSpec.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(withoutOption(e.getMessage()));
            }
        }
    }

    /** A value of {@code --forward}. */
    static final class ForwardValue implements ITypeConverter<ForwardRule> {
        @Override
        public ForwardRule convert(String text) {
            try {
                return ForwardRule.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(withoutOption(e.getMessage()));
            }
        }
    }
}
