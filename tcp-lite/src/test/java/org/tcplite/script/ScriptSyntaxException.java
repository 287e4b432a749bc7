package org.tcplite.script;

/** A line that is not in the notation; the message says which, and what to write instead. */
public final class ScriptSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ScriptSyntaxException(String script, int line, String text, String reason) {
        super(script + ", line " + line + ": " + reason + "\n    " + text.strip());
    }

    ScriptSyntaxException(String reason) {
        super(reason);
    }
}
