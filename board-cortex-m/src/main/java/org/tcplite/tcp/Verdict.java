package org.tcplite.tcp;

/**
 * Takes the results of checks that run on the board and on the desktop alike. It stands beside
 * {@link CoreChecks}, which must not know the boards.
 */
public abstract class Verdict {

    /** A check was made; {@code holds} says how it went. */
    public abstract void check(String what, boolean holds);
}
