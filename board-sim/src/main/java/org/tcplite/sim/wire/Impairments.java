package org.tcplite.sim.wire;

import static org.tcplite.sim.capture.FrameTap.IN;
import static org.tcplite.sim.capture.FrameTap.OUT;

import java.util.List;

/**
 * What is to go wrong on a wire, as the command line and the control protocol ask for it: netem's
 * words and models. Directions are named from the board's point of view, {@code out} being what it
 * sends.
 *
 * <p>Each impairment of each direction draws from a random stream of its own, made of the seed:
 * asking for one more, or for another in the other direction, changes nothing about the rest.
 */
public final class Impairments {

    /** The options' names; each takes one value. */
    public static final List<String> OPTIONS =
            List.of(
                    "--loss",
                    "--loss-in",
                    "--loss-out",
                    "--drop",
                    "--dup",
                    "--reorder",
                    "--corrupt",
                    "--delay",
                    "--rate",
                    "--limit");

    private static final String GAP = "gap=";
    private static final int GREATEST_GAP = 1_000_000;

    /** By direction, {@code FrameTap.IN} and {@code OUT}. */
    private final Way[] ways = {new Way(), new Way()};

    private boolean asked;
    private boolean limitAsked;

    /** Nothing goes wrong. */
    public Impairments() {}

    /**
     * Reads options and values as they would be typed: {@code --loss 3% --delay=20ms}.
     *
     * @throws IllegalArgumentException in one line
     */
    public static Impairments parse(String text) {
        Impairments result = new Impairments();
        String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            boolean joined = words[i].startsWith("--") && equals > 0;
            String option = joined ? words[i].substring(0, equals) : words[i];
            if (!joined && i + 1 == words.length && OPTIONS.contains(option)) {
                throw new IllegalArgumentException(option + " needs a value after it");
            }
            result.set(option, joined ? words[i].substring(equals + 1) : next(words, ++i));
        }
        return result.checked();
    }

    private static String next(String[] words, int index) {
        return index < words.length ? words[index] : "";
    }

    /**
     * One option of {@link #OPTIONS}; all but {@code --drop} stand for what was said last.
     *
     * @throws IllegalArgumentException in one line, which begins with the option
     */
    public void set(String option, String value) {
        if (!OPTIONS.contains(option)) {
            throw new IllegalArgumentException(
                    "'" + option + "' is no impairment: say one of " + String.join(", ", OPTIONS));
        }
        try {
            read(option, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " " + e.getMessage(), e);
        }
        asked = true;
    }

    private void read(String option, String value) {
        switch (option) {
            case "--loss":
                ways[IN].lossBothWays = LossModel.parse(value);
                ways[OUT].lossBothWays = ways[IN].lossBothWays;
                return;
            case "--loss-in":
                ways[IN].lossThisWay = LossModel.parse(value);
                return;
            case "--loss-out":
                ways[OUT].lossThisWay = LossModel.parse(value);
                return;
            case "--drop":
                drop(value);
                return;
            default:
                for (Way way : ways) {
                    readBothWays(way, option, value);
                }
        }
    }

    private void readBothWays(Way way, String option, String value) {
        switch (option) {
            case "--dup":
                way.duplicate = Quantity.probability(value);
                return;
            case "--reorder":
                reorder(way, value);
                return;
            case "--corrupt":
                way.corrupt = Quantity.probability(value);
                return;
            case "--delay":
                delay(way, value);
                return;
            case "--rate":
                way.bitsPerSecond = Quantity.bitsPerSecond(value);
                return;
            default:
                way.limit = number(value, 1, WireConfig.GREATEST_LIMIT, "frames, as in 1000");
                limitAsked = true;
        }
    }

    private void drop(String value) {
        int at = value.indexOf('@');
        String numbers = at < 0 ? value : value.substring(0, at);
        String side = at < 0 ? "both" : value.substring(at + 1);
        if (!List.of("both", "in", "out").contains(side)) {
            throw new IllegalArgumentException(
                    "'" + value + "' has no direction after @: say " + numbers + "@out or @in");
        }
        if (!side.equals("out")) {
            ways[IN].drop(numbers);
        }
        if (!side.equals("in")) {
            ways[OUT].drop(numbers);
        }
    }

    private static void reorder(Way way, String value) {
        int comma = value.indexOf(',');
        way.reorder = Quantity.probability(comma < 0 ? value : value.substring(0, comma));
        way.gap = 1;
        if (comma >= 0) {
            String gap = value.substring(comma + 1);
            String digits = gap.startsWith(GAP) ? gap.substring(GAP.length()) : "";
            way.gap = number(digits, 1, GREATEST_GAP, "frames after the comma, as in 5%,gap=3");
        }
    }

    private static void delay(Way way, String value) {
        int comma = value.indexOf(',');
        long delayNs = Quantity.durationNs(comma < 0 ? value : value.substring(0, comma));
        long jitterNs = comma < 0 ? 0 : Quantity.durationNs(value.substring(comma + 1));
        if (jitterNs > delayNs) {
            throw new IllegalArgumentException(
                    "'" + value + "' varies by more than the delay itself: say 20ms,5ms");
        }
        way.delayNs = delayNs;
        way.jitterNs = jitterNs;
    }

    private static int number(String digits, int least, int greatest, String what) {
        int number = digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
        if (number < least || number > greatest) {
            throw new IllegalArgumentException(
                    "'" + digits + "' is not " + least + ".." + greatest + " " + what);
        }
        return number;
    }

    /**
     * Checks what goes together; after the last {@link #set}.
     *
     * @return this
     * @throws IllegalArgumentException in one line
     */
    public Impairments checked() {
        boolean takesTime = ways[OUT].config().takesTime();
        if (ways[OUT].reorder > 0 && !takesTime) {
            throw new IllegalArgumentException(
                    "--reorder lets frames overtake delayed ones: say --delay 20ms as well");
        }
        if (limitAsked && !takesTime) {
            throw new IllegalArgumentException(
                    "--limit is of frames that wait: say --delay 20ms or --rate 10mbit as well");
        }
        return this;
    }

    /** True if nothing was asked for. */
    public boolean isNone() {
        return !asked;
    }

    /** How long a frame travels that nothing else delays, in nanoseconds. */
    public long delayNs() {
        return ways[OUT].delayNs;
    }

    /** The wire of what the board sends ({@code FrameTap.OUT}) or is sent ({@code IN}). */
    public WireConfig config(int direction) {
        return ways[direction].config();
    }

    /**
     * What happens to the frames of one direction, drawn from the seed.
     *
     * @return null if nothing does
     */
    public Impairment chain(int direction, long seed) {
        return ways[direction].chain(direction, seed);
    }

    /** Sets up a wire whose {@linkplain InProcessWire#LEFT left} end is the board's. */
    public void applyTo(InProcessWire wire, long seed) {
        wire.reconfigure(InProcessWire.LEFT, config(OUT), chain(OUT, seed));
        wire.reconfigure(InProcessWire.RIGHT, config(IN), chain(IN, seed));
    }

    /** The direction {@code FrameTap.IN} or {@code OUT} alone. */
    Way way(int direction) {
        return ways[direction];
    }

    /** The model understood, in one line. */
    @Override
    public String toString() {
        String out = ways[OUT].toString();
        String in = ways[IN].toString();
        return out.equals(in) ? "both ways " + out : "out " + out + "; in " + in;
    }
}
