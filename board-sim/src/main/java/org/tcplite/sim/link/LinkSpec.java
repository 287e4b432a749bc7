package org.tcplite.sim.link;

import java.util.List;

/**
 * What {@code --link} says, parsed: {@code forward} or {@code tap:NAME}.
 *
 * @param kind which link
 * @param name the device of {@link Kind#TAP}; empty for {@link Kind#FORWARD}
 */
public record LinkSpec(Kind kind, String name) {

    /** The links of this release. */
    public enum Kind {
        /** A gateway stack in the process; no privileges needed. */
        FORWARD,
        /** A TAP device of a Linux kernel. */
        TAP
    }

    /** The default link. */
    public static final LinkSpec FORWARD = new LinkSpec(Kind.FORWARD, "");

    /** Linux's IFNAMSIZ, less the terminating zero. */
    private static final int LONGEST_NAME = 15;

    private static final List<String> LATER =
            List.of("macvtap", "unix", "unix-listen", "tcp", "tcp-listen", "udp", "pcap");

    private static final String HERE = "this release has: forward, tap:NAME";

    /**
     * Reads the value of {@code --link}.
     *
     * @throws IllegalArgumentException if it names no link of this release; the message is one line
     */
    public static LinkSpec parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? null : text.substring(colon + 1);
        switch (kind) {
            case "forward":
                if (rest != null) {
                    throw new IllegalArgumentException(
                            "--link "
                                    + text
                                    + ": forward takes nothing after it; ports are --forward"
                                    + " [HOST:]PORT:BOARDPORT");
                }
                return FORWARD;
            case "tap":
                return new LinkSpec(Kind.TAP, deviceName(text, rest));
            default:
                String why = LATER.contains(kind) ? " is not in this release; " : " is no link; ";
                throw new IllegalArgumentException(
                        "--link " + text + ": '" + kind + "'" + why + HERE);
        }
    }

    private static String deviceName(String text, String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "--link " + text + ": the device's name is missing; say --link tap:tap0");
        }
        boolean good = name.length() <= LONGEST_NAME && !name.equals(".") && !name.equals("..");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            good &= c > ' ' && c < 0x7f && c != '/' && c != ':' && c != '%';
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "--link "
                            + text
                            + ": '"
                            + name
                            + "' cannot be a device's name; at most "
                            + LONGEST_NAME
                            + " printable characters without / : %, as in --link tap:tap0");
        }
        return name;
    }

    /** As it was written: {@code forward}, {@code tap:tap0}. */
    @Override
    public String toString() {
        return kind == Kind.FORWARD ? "forward" : "tap:" + name;
    }
}
