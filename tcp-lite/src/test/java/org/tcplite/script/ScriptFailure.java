package org.tcplite.script;

/** The stack did something else than the script says; the message shows both in the notation. */
public final class ScriptFailure extends AssertionError {

    private static final long serialVersionUID = 1;

    private String trace = "";

    ScriptFailure(String message, Throwable cause) {
        super(message, cause);
    }

    void setTrace(String lines) {
        trace = lines;
    }

    /** What had happened until then, in the notation of scripts: it can be played. */
    public String trace() {
        return trace;
    }
}
