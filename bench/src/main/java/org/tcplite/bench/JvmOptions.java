package org.tcplite.bench;

/**
 * The options of every JVM that is measured: a small heap of one size, as on a board. Below 4 GB
 * HotSpot's references need no shift, which is worth a twentieth of a segment's time.
 */
public final class JvmOptions {

    /** No collector threads, the cheapest barriers. */
    public static final String COLLECTOR = "-XX:+UseSerialGC";

    /** The heap at the start. */
    public static final String HEAP = "-Xms256m";

    /** The heap at most. */
    public static final String MOST_HEAP = "-Xmx256m";

    private JvmOptions() {}
}
