package org.tcplite.script;

import java.util.Locale;
import org.tcplite.tcp.TcpError;

/**
 * What a call answered, in words.
 *
 * @param usual what it answers if all is well; null if the line has to say
 * @param reason what to tell if it is not as wanted
 */
record Outcome(String actual, String usual, String reason) {

    static final String OK = "ok";

    /** A call that answers a handle or nothing. */
    static Outcome ok(int result) {
        return of(result < 0 ? TcpError.text(result) : OK, OK);
    }

    /** A call that moves octets. */
    static Outcome octets(int result, String usual) {
        return of(result < 0 ? TcpError.text(result) : Integer.toString(result), usual);
    }

    static Outcome of(String actual, String usual) {
        return new Outcome(actual, usual, "the answer is \"" + actual + "\"");
    }

    boolean isAs(String wanted) {
        String expected = wanted == null ? usual : wanted;
        if (expected == null) {
            throw new ScriptSyntaxException("a question needs its answer: write  = " + actual);
        }
        return expected.equals("*") || normal(expected).equals(normal(actual));
    }

    private static String normal(String answer) {
        String lower = answer.toLowerCase(Locale.ROOT).strip().replace('-', ' ');
        if (lower.equals("eof")) {
            return "end of stream";
        }
        return lower.startsWith("connection ") ? lower.substring("connection ".length()) : lower;
    }

    String traced() {
        return actual.equals(usual) && !actual.matches("\\d+") ? "" : " = " + actual;
    }
}
