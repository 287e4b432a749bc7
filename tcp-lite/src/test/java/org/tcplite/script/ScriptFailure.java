package org.tcplite.script;

/** The stack did something else than the script says; the message shows both in the notation. */
public final class ScriptFailure extends AssertionError {

    private static final long serialVersionUID = 1;

    ScriptFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
