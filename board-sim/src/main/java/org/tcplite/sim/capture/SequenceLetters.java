package org.tcplite.sim.capture;

import java.util.Arrays;

/**
 * Names the sequence numbers of one connection as the textbooks do: J and K for the two initial
 * ones, left and right, M for the first FIN and N for the second, everything else counted from
 * these. A SYN with another number begins the next connection between the same ports.
 */
final class SequenceLetters {

    private static final String INITIAL = "JK";
    private static final String FINAL = "MN";

    private final boolean[] initialKnown = new boolean[2];
    private final int[] initialSeq = new int[2];
    private final String[] finLetter = new String[2];
    private final int[] finSeq = new int[2];
    private int fins;

    /** A SYN of {@code side} has this sequence number. */
    void syn(int side, int seq) {
        if (fins > 0 && seq != initialSeq[side]) {
            fins = 0;
            Arrays.fill(finLetter, null);
        }
        initialKnown[side] = true;
        initialSeq[side] = seq;
    }

    /** A FIN of {@code side} has this sequence number. */
    void fin(int side, int seq) {
        if (finLetter[side] == null) {
            finLetter[side] = FINAL.substring(fins, fins + 1);
            fins++;
        }
        finSeq[side] = seq;
    }

    /** What {@code side} counts its numbers from, for options. */
    int base(int side) {
        return initialSeq[side];
    }

    /** {@code 1001 (J+1)}: a number of {@code side}'s sequence space. */
    String name(int side, int seq) {
        String absolute = Integer.toUnsignedString(seq);
        if (finLetter[side] != null && seq == finSeq[side] + 1) {
            return absolute + " (" + finLetter[side] + "+1)";
        }
        return initialKnown[side] ? absolute + " (" + sinceInitial(side, seq) + ")" : absolute;
    }

    /** {@code 1007 (M = J+7)}: the number of {@code side}'s FIN. */
    String nameOfFin(int side) {
        String letter = finLetter[side];
        String since = initialKnown[side] ? " = " + sinceInitial(side, finSeq[side]) : "";
        return Integer.toUnsignedString(finSeq[side]) + " (" + letter + since + ")";
    }

    private String sinceInitial(int side, int seq) {
        int since = seq - initialSeq[side];
        String letter = INITIAL.substring(side, side + 1);
        return since == 0 ? letter : letter + (since > 0 ? "+" : "") + since;
    }
}
