package org.tcplite.sim.link;

/**
 * How {@code pcap:} plays a file.
 *
 * @param speed how many times as fast as it was recorded; {@link #AT_ONCE} for as fast as the board
 *     takes it
 * @param lingerMs how long the link waits after the last frame
 */
public record ReplayOptions(double speed, int lingerMs) {

    /** {@code speed=max}. */
    public static final double AT_ONCE = Double.POSITIVE_INFINITY;

    /** As recorded, and two seconds for the board's last words. */
    public static final ReplayOptions DEFAULT = new ReplayOptions(1, 2_000);

    static final String SPEED = "speed=";
    static final String LINGER = "linger=";

    private static final double LEAST_SPEED = 0.001;
    private static final double GREATEST_SPEED = 1_000_000;

    /** True if a part of the link's text between commas is one of the options. */
    static boolean isOption(String part) {
        return part.startsWith(SPEED) || part.startsWith(LINGER);
    }

    /** These, with one changed; {@code text} is the whole link, for messages. */
    ReplayOptions with(String option, String text) {
        if (option.startsWith(LINGER)) {
            return new ReplayOptions(
                    speed, LinkSpec.milliseconds(text, LINGER, option.substring(LINGER.length())));
        }
        String factor = option.substring(SPEED.length());
        if (factor.equals("max")) {
            return new ReplayOptions(AT_ONCE, lingerMs);
        }
        double times =
                factor.matches("[0-9]{1,7}(\\.[0-9]{1,3})?") ? Double.parseDouble(factor) : -1;
        if (times < LEAST_SPEED || times > GREATEST_SPEED) {
            throw LinkSpec.bad(
                    text,
                    "speed='" + factor + "' is not in 0.001..1000000; say ,speed=2 or ,speed=max");
        }
        return new ReplayOptions(times, lingerMs);
    }

    /** As in the link's text; empty for {@link #DEFAULT}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (speed == AT_ONCE) {
            text.append(",speed=max");
        } else if (speed != DEFAULT.speed) {
            text.append(",speed=").append(speed == Math.rint(speed) ? "" + (long) speed : speed);
        }
        if (lingerMs != DEFAULT.lingerMs) {
            text.append(",linger=").append(LinkSpec.duration(lingerMs));
        }
        return text.toString();
    }
}
