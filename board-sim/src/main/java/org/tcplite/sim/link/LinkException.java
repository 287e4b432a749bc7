package org.tcplite.sim.link;

import java.io.IOException;

/** A link that cannot be opened. The message is one line: what, why, the way out. */
public final class LinkException extends IOException {

    private static final long serialVersionUID = 1;

    /** The line to show. */
    public LinkException(String line) {
        super(line);
    }

    /** The line to show, and where it came from. */
    public LinkException(String line, Throwable cause) {
        super(line, cause);
    }
}
