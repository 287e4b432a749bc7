package org.tcplite.script;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** TCP options between their octets and the words of a script. */
final class OptionText {

    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int TIMESTAMPS = 8;

    private OptionText() {}

    /**
     * @param base the initial sequence number to which SACK blocks are relative
     * @param lastTsVal stands for {@code ecr *}; {@code *-N} is N ticks older
     */
    static byte[] encode(List<String> options, int base, int lastTsVal) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String option : options) {
            out.writeBytes(encodeOne(option.split("\\s+"), base, lastTsVal));
        }
        while (out.size() % 4 != 0) {
            out.write(0);
        }
        if (out.size() > 40) {
            throw new ScriptSyntaxException(out.size() + " octets of options; 40 is the most");
        }
        return out.toByteArray();
    }

    /** {@code *} is our last TSval, {@code *-N} one N ticks older, and a number is itself. */
    private static int echo(String word, int lastTsVal) {
        if (word.startsWith("*")) {
            return word.length() == 1 ? lastTsVal : lastTsVal + Integer.parseInt(word.substring(1));
        }
        return Integer.parseUnsignedInt(word);
    }

    private static byte[] encodeOne(String[] w, int base, int lastTsVal) {
        try {
            switch (w[0]) {
                case "nop":
                    return new byte[] {1};
                case "eol":
                    return new byte[] {0};
                case "mss":
                    return ByteBuffer.allocate(4)
                            .put((byte) MSS)
                            .put((byte) 4)
                            .putShort((short) Integer.parseInt(w[1]))
                            .array();
                case "wscale":
                    return new byte[] {WINDOW_SCALE, 3, (byte) Integer.parseInt(w[1])};
                case "sackOK":
                    return new byte[] {SACK_PERMITTED, 2};
                case "TS":
                    int ecr = echo(w[4], lastTsVal);
                    return ByteBuffer.allocate(10)
                            .put((byte) TIMESTAMPS)
                            .put((byte) 10)
                            .putInt(Integer.parseUnsignedInt(w[2]))
                            .putInt(ecr)
                            .array();
                case "sack":
                    return sack(w, base);
                case "opt":
                    byte[] data = w.length > 2 ? HexFormat.of().parseHex(w[2]) : new byte[0];
                    return ByteBuffer.allocate(2 + data.length)
                            .put((byte) Integer.parseInt(w[1]))
                            .put((byte) (2 + data.length))
                            .put(data)
                            .array();
                case "raw":
                    return HexFormat.of().parseHex(w[1]);
                default:
                    throw new ScriptSyntaxException(unknown(w[0]));
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new ScriptSyntaxException(
                    "cannot read the option \"" + String.join(" ", w) + "\"");
        }
    }

    private static String unknown(String option) {
        return "unknown option \""
                + option
                + "\"; there are mss N, nop, eol, wscale N, sackOK, TS val N ecr N, sack A:B ...,"
                + " opt KIND HEX, raw HEX";
    }

    private static byte[] sack(String[] w, int base) {
        ByteBuffer b = ByteBuffer.allocate(2 + 8 * (w.length - 1));
        b.put((byte) SACK).put((byte) b.capacity());
        for (int i = 1; i < w.length; i++) {
            String[] edges = w[i].split(":");
            b.putInt(Num.parse(edges[0]).on(base)).putInt(Num.parse(edges[1]).on(base));
        }
        return b.array();
    }

    /** Reads what the stack has sent, as strictly as MUST-68 and MUST-69 allow. */
    static List<String> decode(byte[] options, int base) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < options.length) {
            int kind = options[at] & 0xff;
            if (kind == 0) {
                zeroFrom(options, at);
                break;
            }
            if (kind == 1) {
                words.add("nop");
                at++;
                continue;
            }
            int length = at + 1 < options.length ? options[at + 1] & 0xff : 0;
            if (length < 2 || at + length > options.length) {
                throw new IllegalStateException(
                        "the stack sent a bad segment: option length (RFC 9293 MUST-68)");
            }
            words.add(one(kind, ByteBuffer.wrap(options, at + 2, length - 2).slice(), base));
            at += length;
        }
        return words;
    }

    private static void zeroFrom(byte[] options, int at) {
        for (int i = at; i < options.length; i++) {
            if (options[i] != 0) {
                throw new IllegalStateException(
                        "the stack sent a bad segment: padding is not zero (RFC 9293 MUST-69)");
            }
        }
    }

    private static String one(int kind, ByteBuffer data, int base) {
        int length = data.remaining();
        if (kind == MSS && length == 2) {
            return "mss " + (data.getShort() & 0xffff);
        }
        if (kind == WINDOW_SCALE && length == 1) {
            return "wscale " + (data.get() & 0xff);
        }
        if (kind == SACK_PERMITTED && length == 0) {
            return "sackOK";
        }
        if (kind == TIMESTAMPS && length == 8) {
            return "TS val "
                    + Integer.toUnsignedString(data.getInt())
                    + " ecr "
                    + Integer.toUnsignedString(data.getInt());
        }
        if (kind == SACK && length > 0 && length % 8 == 0) {
            StringBuilder blocks = new StringBuilder("sack");
            while (data.hasRemaining()) {
                blocks.append(' ').append(data.getInt() - base);
                blocks.append(':').append(data.getInt() - base);
            }
            return blocks.toString();
        }
        byte[] octets = new byte[length];
        data.get(octets);
        return ("opt " + kind + " " + HexFormat.of().formatHex(octets)).strip();
    }

    /** Whether what came is what the script says; {@code *} stands for any number. */
    static boolean matches(String expected, String actual) {
        if (!expected.contains("*")) {
            return normal(expected).equals(normal(actual));
        }
        String[] e = normal(expected).split(" ");
        String[] a = normal(actual).split(" ");
        if (e.length != a.length) {
            return false;
        }
        for (int i = 0; i < e.length; i++) {
            if (!e[i].equals("*") && !e[i].equals(a[i])) {
                return false;
            }
        }
        return true;
    }

    private static String normal(String option) {
        return option.strip().replaceAll("\\s+", " ");
    }
}
