package org.tcplite.script;

/**
 * A sequence number as a script writes it: relative to the initial one, or {@code #} as it stands.
 */
record Num(boolean absolute, int value) {

    static Num parse(String text) {
        boolean absolute = text.startsWith("#");
        String digits = absolute ? text.substring(1) : text;
        try {
            return new Num(absolute, (int) Long.decode(digits).longValue());
        } catch (NumberFormatException e) {
            throw new ScriptSyntaxException("\"" + text + "\" is no sequence number");
        }
    }

    int on(int base) {
        return absolute ? value : base + value;
    }

    Num plus(int octets) {
        return new Num(absolute, value + octets);
    }

    @Override
    public String toString() {
        return absolute ? "#" + Integer.toUnsignedString(value) : Integer.toString(value);
    }
}
