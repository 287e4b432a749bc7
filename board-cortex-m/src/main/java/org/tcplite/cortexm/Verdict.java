package org.tcplite.cortexm;

/** Takes the results of checks that run on the board and on the desktop alike. */
public abstract class Verdict {

    /** A check was made; {@code holds} says how it went. */
    public abstract void check(String what, boolean holds);
}
