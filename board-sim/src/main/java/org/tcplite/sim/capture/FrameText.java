package org.tcplite.sim.capture;

import java.util.Locale;

/**
 * Says in words what a {@link FrameView} has read, in packetdrill's notation: flags, options,
 * addresses, and whole lines for ARP and ICMP. Traces and ladders share it.
 */
final class FrameText {

    private static final String FLAG_LETTERS = "FSRP.UEW";
    private static final String[] FLAG_NAMES = {
        "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"
    };
    private static final String[] UNREACHABLE = {
        "net", "host", "protocol", "port", "fragmentation needed", "source route failed"
    };

    private FrameText() {}

    /** {@code 10.0.0.2}. */
    static String address(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 0xff)
                + "."
                + (address >>> 8 & 0xff)
                + "."
                + (address & 0xff);
    }

    /** {@code 10.0.0.2:80 > 10.0.0.1:40000}; without ports for what has none. */
    static String endpoints(FrameView frame) {
        boolean ports = frame.kind == FrameView.TCP || frame.kind == FrameView.UDP;
        return address(frame.source)
                + (ports ? ":" + frame.sourcePort : "")
                + " > "
                + address(frame.destination)
                + (ports ? ":" + frame.destinationPort : "");
    }

    /** packetdrill's flags: {@code S}, {@code S.}, {@code FP.}; {@code -} for none. */
    static String flagLetters(int flags) {
        StringBuilder text = new StringBuilder();
        appendFlag(text, flags, 0, 4);
        appendFlag(text, flags, 5, 8);
        appendFlag(text, flags, 4, 5);
        return text.length() == 0 ? "-" : text.toString();
    }

    private static void appendFlag(StringBuilder text, int flags, int from, int to) {
        for (int bit = from; bit < to; bit++) {
            if ((flags >> bit & 1) != 0) {
                text.append(FLAG_LETTERS.charAt(bit));
            }
        }
    }

    /** The flags' names as the textbooks order them: {@code SYN ACK}, {@code FIN ACK}. */
    static String flagNames(int flags) {
        StringBuilder text = new StringBuilder();
        for (int bit : new int[] {1, 0, 2, 3, 5, 6, 7, 4}) {
            if ((flags >> bit & 1) != 0) {
                text.append(text.length() == 0 ? "" : " ").append(FLAG_NAMES[bit]);
            }
        }
        return text.length() == 0 ? "no flags" : text.toString();
    }

    /**
     * The options of a segment: {@code <mss 1460,nop,wscale 7>}, or the empty string.
     *
     * @param sackBase what SACK edges are printed relative to
     */
    static String options(FrameView segment, int sackBase) {
        StringBuilder text = new StringBuilder();
        int at = segment.optionsAt;
        int end = at + segment.optionsLength;
        while (at < end) {
            int kind = segment.get8(at);
            int length = kind <= 1 ? 1 : at + 1 < end ? segment.get8(at + 1) : 0;
            text.append(text.length() == 0 ? "<" : ",");
            if (length == 0 || kind > 1 && length < 2 || length > end - at) {
                text.append("malformed");
                break;
            }
            text.append(option(segment, kind, at, length, sackBase));
            if (kind == 0) {
                break;
            }
            at += length;
        }
        return text.length() == 0 ? "" : text.append(">").toString();
    }

    private static String option(FrameView segment, int kind, int at, int length, int sackBase) {
        if (kind == 0) {
            return "eol";
        } else if (kind == 1) {
            return "nop";
        } else if (kind == 2 && length == 4) {
            return "mss " + segment.get16(at + 2);
        } else if (kind == 3 && length == 3) {
            return "wscale " + segment.get8(at + 2);
        } else if (kind == 4 && length == 2) {
            return "sackOK";
        } else if (kind == 5 && length > 2 && length % 8 == 2) {
            return sackBlocks(segment, at, length, sackBase);
        } else if (kind == 8 && length == 10) {
            return "TS val "
                    + Integer.toUnsignedString(segment.get32(at + 2))
                    + " ecr "
                    + Integer.toUnsignedString(segment.get32(at + 6));
        }
        return "option " + kind + " of " + length;
    }

    private static String sackBlocks(FrameView segment, int at, int length, int sackBase) {
        StringBuilder text = new StringBuilder("sack");
        for (int block = at + 2; block < at + length; block += 8) {
            text.append(' ')
                    .append(Integer.toUnsignedString(segment.get32(block) - sackBase))
                    .append(':')
                    .append(Integer.toUnsignedString(segment.get32(block + 4) - sackBase));
        }
        return text.toString();
    }

    /** A frame that is not a TCP segment, in words. */
    static String other(FrameView frame) {
        switch (frame.kind) {
            case FrameView.ARP:
                return arp(frame);
            case FrameView.ICMP:
                return "icmp " + icmp(frame) + " " + endpoints(frame);
            case FrameView.UDP:
                return "udp (" + (frame.payloadLength - 8) + ") " + endpoints(frame);
            case FrameView.IP:
                return ip(frame);
            default:
                return String.format(
                        Locale.ROOT,
                        "ethertype 0x%04x, %d octets",
                        frame.etherType,
                        frame.frameLength);
        }
    }

    private static String ip(FrameView frame) {
        String fragment =
                frame.fragmentOffset == 0 && !frame.moreFragments
                        ? ""
                        : " fragment " + frame.fragmentOffset + (frame.moreFragments ? "+" : "");
        return "ip protocol "
                + frame.protocol
                + fragment
                + " ("
                + frame.payloadLength
                + ") "
                + endpoints(frame);
    }

    private static String arp(FrameView frame) {
        if (frame.arpOperation == 1) {
            return "arp who-has " + address(frame.arpTarget) + " tell " + address(frame.arpSender);
        }
        if (frame.arpOperation == 2) {
            return "arp " + address(frame.arpSender) + " is-at " + mac(frame.arpSenderMac);
        }
        return "arp operation " + frame.arpOperation;
    }

    private static String mac(long mac) {
        StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(String.format(Locale.ROOT, "%02x", mac >> shift & 0xff));
            text.append(shift == 0 ? "" : ":");
        }
        return text.toString();
    }

    private static String icmp(FrameView frame) {
        int type = frame.get8(frame.payload);
        int code = frame.get8(frame.payload + 1);
        if (type == 0 || type == 8) {
            return (type == 8 ? "echo request" : "echo reply")
                    + " id "
                    + frame.get16(frame.payload + 4)
                    + " seq "
                    + frame.get16(frame.payload + 6)
                    + " ("
                    + (frame.payloadLength - 8)
                    + ")";
        }
        if (type == 3) {
            String what = code < UNREACHABLE.length ? UNREACHABLE[code] : "code " + code;
            String mtu = code == 4 ? ", mtu " + frame.get16(frame.payload + 6) : "";
            return "unreachable: " + what + mtu;
        }
        if (type == 11) {
            return code == 0 ? "time exceeded in transit" : "reassembly time exceeded";
        }
        return "type " + type + " code " + code;
    }
}
