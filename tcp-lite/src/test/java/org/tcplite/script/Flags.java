package org.tcplite.script;

/** The control bits of a segment, and their letters. */
final class Flags {

    static final int FIN = 1;
    static final int SYN = 1 << 1;
    static final int RST = 1 << 2;
    static final int PSH = 1 << 3;
    static final int ACK = 1 << 4;
    static final int URG = 1 << 5;

    /** By bit: FIN, SYN, RST, PSH, ACK, URG, ECE, CWR. */
    private static final String LETTERS = "FSRP.UEW";

    /** The order in which people write them. */
    private static final String ORDER = "SFRPUEW.";

    private Flags() {}

    static int parse(String letters) {
        if (letters.equals("-")) {
            return 0;
        }
        int flags = 0;
        for (char c : letters.toCharArray()) {
            int bit = LETTERS.indexOf(c);
            if (bit < 0) {
                throw new ScriptSyntaxException(
                        "\"" + letters + "\" are no flags: S F R P U E W and . for ACK, or -");
            }
            flags |= 1 << bit;
        }
        return flags;
    }

    static String format(int flags) {
        StringBuilder letters = new StringBuilder();
        for (char c : ORDER.toCharArray()) {
            if ((flags & 1 << LETTERS.indexOf(c)) != 0) {
                letters.append(c);
            }
        }
        return letters.length() == 0 ? "-" : letters.toString();
    }
}
