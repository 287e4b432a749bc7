package org.tcplite.sim.wire;

/** Loses the frames with the given numbers, counted from 1 in the order they were sent. */
public final class DropList implements Impairment {

    private static final int LONGEST_NUMBER = 18;

    /** First and last number of each range, in turns. */
    private final long[] ends;

    /** {@code new DropList(1)} loses the first frame. */
    public DropList(long... numbers) {
        ends = new long[2 * numbers.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = numbers[i / 2];
        }
    }

    private DropList(String[] ranges) {
        ends = new long[2 * ranges.length];
        for (int i = 0; i < ranges.length; i++) {
            String[] range = ranges[i].split("-", -1);
            ends[2 * i] = number(range[0], ranges[i]);
            ends[2 * i + 1] = number(range[range.length - 1], ranges[i]);
            if (range.length > 2 || ends[2 * i] > ends[2 * i + 1]) {
                throw refusal(ranges[i]);
            }
        }
    }

    /**
     * Reads {@code 7,12-14}.
     *
     * @throws IllegalArgumentException in one line
     */
    static DropList parse(String text) {
        return new DropList(text.split(",", -1));
    }

    private static long number(String digits, String range) {
        boolean good = digits.matches("[1-9][0-9]*") && digits.length() <= LONGEST_NUMBER;
        if (!good) {
            throw refusal(range);
        }
        return Long.parseLong(digits);
    }

    private static IllegalArgumentException refusal(String range) {
        return new IllegalArgumentException(
                "'" + range + "' is no frame number from 1 on: say 7,12-14 or 7,12-14@out");
    }

    @Override
    public void decide(Fate fate) {
        for (int i = 0; i < ends.length; i += 2) {
            if (fate.number() >= ends[i] && fate.number() <= ends[i + 1]) {
                fate.drop(null);
            }
        }
    }
}
