package org.tcplite.sim.capture;

import java.io.IOException;

/** A capture file that cannot be understood. The message says what and where, in one line. */
public final class CaptureFormatException extends IOException {

    private static final long serialVersionUID = 1;

    CaptureFormatException(String line) {
        super(line);
    }
}
