package org.tcplite.sim.cli;

/** A command ran and failed: its message is the line to print, the exit code is 1. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
