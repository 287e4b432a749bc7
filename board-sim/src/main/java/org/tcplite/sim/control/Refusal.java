package org.tcplite.sim.control;

/** A request is not carried out; the reply is an error number. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    /** Negative, of {@link Errno}. */
    final int errno;

    Refusal(int errno) {
        super("errno " + -errno, null, false, false);
        this.errno = errno;
    }
}
