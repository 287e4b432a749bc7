package org.tcplite.sim.cli;

import java.nio.charset.Charset;
import java.util.Locale;

/** What can be known of where the output goes. */
final class Terminal {

    private Terminal() {}

    /** True if arrows and lines can be printed: the locale's character set is a Unicode one. */
    static boolean hasUnicode() {
        String encoding = System.getProperty("stdout.encoding");
        if (encoding == null) {
            encoding = System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
        }
        return encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
    }

    /** True if standard input is a terminal, as far as Java can tell. */
    static boolean isInteractive() {
        return System.console() != null;
    }
}
