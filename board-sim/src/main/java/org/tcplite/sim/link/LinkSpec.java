package org.tcplite.sim.link;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code --link} says, parsed: {@link #FORMS}.
 *
 * @param kind which link
 * @param name the device, path or address; empty for {@link Kind#FORWARD}
 * @param reconnectMs how long to wait before connecting again; 0 for not at all
 * @param replay how a capture is played; {@link ReplayOptions#DEFAULT} for other links
 */
public record LinkSpec(Kind kind, String name, int reconnectMs, ReplayOptions replay) {

    /** The links of this release. */
    public enum Kind {
        /** A gateway stack in the process; no privileges needed. */
        FORWARD("forward"),
        /** A TAP device of a Linux kernel. */
        TAP("tap"),
        /** A macvtap interface of a Linux kernel. */
        MACVTAP("macvtap"),
        /** Frames on the stream of a Unix socket that somebody listens on. */
        UNIX("unix"),
        /** Frames on the stream of a Unix socket we listen on. */
        UNIX_LISTEN("unix-listen"),
        /** Frames on a TCP connection of the desktop's, to a listener. */
        TCP("tcp"),
        /** Frames on a TCP connection of the desktop's, accepted. */
        TCP_LISTEN("tcp-listen"),
        /** One datagram a frame. */
        UDP("udp"),
        /** The frames of a capture file. */
        PCAP("pcap");

        final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** The default link. */
    public static final LinkSpec FORWARD = new LinkSpec(Kind.FORWARD, "");

    /** The links in one line, for help and errors. */
    public static final String FORMS =
            "forward, tap:NAME, macvtap:NAME, unix:PATH, unix-listen:PATH, tcp:HOST:PORT, tcp-listen:HOST:PORT,"
                    + " udp:HOST:PORT/HOST:PORT, pcap:FILE";

    /** Linux's IFNAMSIZ, less the terminating zero. */
    private static final int LONGEST_NAME = 15;

    /** The least sun_path of the systems there are (macOS), less the terminating zero. */
    private static final int LONGEST_PATH = 103;

    private static final String HERE = "this release has: " + FORMS;

    private static final String RECONNECT = "reconnect=";

    private static final int LEAST_MS = 10;
    private static final int GREATEST_MS = 3_600_000;

    /** A link that does not reconnect. */
    public LinkSpec(Kind kind, String name) {
        this(kind, name, 0, ReplayOptions.DEFAULT);
    }

    /** True for links that wait for their peer. */
    public boolean listens() {
        return kind == Kind.UNIX_LISTEN || kind == Kind.TCP_LISTEN;
    }

    /**
     * Reads the value of {@code --link}.
     *
     * @throws IllegalArgumentException if it names no link of this release; the message is one line
     */
    public static LinkSpec parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        switch (kind(text, word)) {
            case FORWARD:
                if (colon >= 0) {
                    throw bad(
                            text,
                            "forward takes nothing after it; ports are --forward"
                                    + " [HOST:]PORT:BOARDPORT");
                }
                return FORWARD;
            case TAP:
            case MACVTAP:
                return new LinkSpec(kind(text, word), deviceName(text, word, rest));
            case UDP:
                return new LinkSpec(Kind.UDP, ends(text, rest));
            case PCAP:
                return replay(text, rest);
            default:
                return stream(text, kind(text, word), rest);
        }
    }

    private static Kind kind(String text, String word) {
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw bad(text, "'" + word + "' is no link; " + HERE);
    }

    private static String ends(String text, String rest) {
        String[] ends = rest.split("/", -1);
        HostPort local = ends.length == 2 ? HostPort.parse(ends[0]) : null;
        HostPort remote = ends.length == 2 ? HostPort.parse(ends[1]) : null;
        if (local == null || remote == null || remote.port() == 0) {
            throw bad(text, "say LOCAL/REMOTE, as in --link udp:127.0.0.1:9001/127.0.0.1:9002");
        }
        return local + "/" + remote;
    }

    /** A file's name may have commas: only what is an option is taken from its end. */
    private static LinkSpec replay(String text, String rest) {
        String name = rest;
        ReplayOptions options = ReplayOptions.DEFAULT;
        int comma;
        while ((comma = name.lastIndexOf(',')) >= 0
                && ReplayOptions.isOption(name.substring(comma + 1))) {
            options = options.with(name.substring(comma + 1), text);
            name = name.substring(0, comma);
        }
        if (name.isEmpty() || name.indexOf(0) >= 0) {
            throw bad(text, "the file is missing; say --link pcap:capture.pcapng");
        }
        return new LinkSpec(Kind.PCAP, name, 0, options);
    }

    private static LinkSpec stream(String text, Kind kind, String rest) {
        int comma = rest.indexOf(',');
        String name = comma < 0 ? rest : rest.substring(0, comma);
        LinkSpec spec = new LinkSpec(kind, streamName(text, kind, name));
        if (comma < 0) {
            return spec;
        }
        String option = rest.substring(comma + 1);
        if (!option.startsWith(RECONNECT)) {
            throw bad(text, "'" + option + "' is no option of it; there is ,reconnect=2s");
        }
        if (spec.listens()) {
            throw bad(text, kind.word + " takes the next peer anyway; leave ,reconnect away");
        }
        return new LinkSpec(
                kind,
                spec.name,
                milliseconds(text, RECONNECT, option.substring(RECONNECT.length())),
                ReplayOptions.DEFAULT);
    }

    private static String streamName(String text, Kind kind, String name) {
        if (kind == Kind.UNIX || kind == Kind.UNIX_LISTEN) {
            int length = name.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || name.indexOf(0) >= 0) {
                throw bad(text, "the path is missing; say --link " + kind.word + ":/tmp/board");
            }
            if (length > LONGEST_PATH) {
                throw bad(
                        text,
                        "the path has "
                                + length
                                + " octets, a socket's has at most "
                                + LONGEST_PATH
                                + "; take a shorter one");
            }
            return name;
        }
        HostPort at = HostPort.parse(name);
        if (at == null || at.port() == 0 && kind == Kind.TCP) {
            throw bad(
                    text,
                    "'" + name + "' is no HOST:PORT; say --link " + kind.word + ":127.0.0.1:9001");
        }
        return at.toString();
    }

    /** A duration after an option such as {@code reconnect=}. */
    static int milliseconds(String text, String option, String duration) {
        int unit = 0;
        while (unit < duration.length() && Character.isDigit(duration.charAt(unit))) {
            unit++;
        }
        String digits = duration.substring(0, unit);
        int scale = List.of("ms", "", "s", "m").indexOf(duration.substring(unit));
        int[] factors = {1, 0, 1_000, 60_000};
        long value = digits.matches("[0-9]{1,7}") && scale >= 0 ? Long.parseLong(digits) : -1;
        value = value < 0 ? -1 : value * factors[scale];
        if (value < LEAST_MS || value > GREATEST_MS) {
            throw bad(
                    text, option + "'" + duration + "' is not in 10ms..60m; say ," + option + "2s");
        }
        return (int) value;
    }

    static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("--link " + text + ": " + why);
    }

    private static String deviceName(String text, String word, String name) {
        String example = word + ":" + word + "0";
        if (name.isEmpty()) {
            throw bad(text, "the device's name is missing; say --link " + example);
        }
        boolean good = name.length() <= LONGEST_NAME && !name.equals(".") && !name.equals("..");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            good &= c > ' ' && c < 0x7f && c != '/' && c != ':' && c != '%';
        }
        if (!good) {
            throw bad(
                    text,
                    "'"
                            + name
                            + "' cannot be a device's name; at most "
                            + LONGEST_NAME
                            + " printable characters without / : %, as in --link "
                            + example);
        }
        return name;
    }

    /** As it was written: {@code forward}, {@code tap:tap0}. */
    @Override
    public String toString() {
        if (kind == Kind.FORWARD) {
            return kind.word;
        }
        String options = reconnectMs == 0 ? "" : "," + RECONNECT + duration(reconnectMs);
        return kind.word + ":" + name + options + replay;
    }

    /** With its unit. */
    static String duration(int ms) {
        return ms % 1_000 == 0 ? ms / 1_000 + "s" : ms + "ms";
    }
}
