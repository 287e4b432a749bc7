package org.tcplite.sim.cli;

/**
 * One line of {@code doctor}.
 *
 * @param name what was looked for
 * @param ok true if it can be used
 * @param detail what was found, or what is wrong
 * @param use what it is for
 * @param remedy how to get it; empty if nobody can
 */
record Finding(String name, boolean ok, String detail, String use, String remedy) {

    private static final String LINE = "%-17s %-7s %s: %s";

    /** The line for people. */
    String line() {
        String text = String.format(LINE, name, ok ? "ok" : "missing", detail, use);
        return ok || remedy.isEmpty() ? text : text + "; " + remedy;
    }

    /** As an object in JSON. */
    String json() {
        return "{\"name\":"
                + quoted(name)
                + ",\"ok\":"
                + ok
                + ",\"detail\":"
                + quoted(detail)
                + ",\"use\":"
                + quoted(use)
                + ",\"remedy\":"
                + quoted(remedy)
                + "}";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
