package org.tcplite.bench;

/** The options of every JVM that is measured: a small heap of one size, as on a board. */
public final class JvmOptions {

    /** No collector threads, the cheapest barriers. */
    public static final String COLLECTOR = "-XX:+UseSerialGC";

    /** The heap at the start. */
    public static final String HEAP = "-Xms256m";

    /** The heap at most. */
    public static final String MOST_HEAP = "-Xmx256m";

    /** References of 64 bits, ready to use: 3 to 6 % of most times on JDK 25. */
    public static final String WHOLE_REFERENCES = "-XX:-UseCompressedOops";

    private JvmOptions() {}
}
