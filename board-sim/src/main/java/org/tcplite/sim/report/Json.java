package org.tcplite.sim.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Values as JSON (RFC 8259): maps with their keys as strings in the order of the map, lists, arrays
 * of numbers, strings, numbers, booleans and null.
 */
public final class Json {

    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** A document, indented by its outer objects, with a newline at its end. */
    public static String text(Map<String, ?> document) {
        Json json = new Json();
        json.object(document, "");
        return json.out.append('\n').toString();
    }

    private void object(Map<?, ?> members, String indent) {
        String inner = indent + "  ";
        String separator = "{\n";
        for (Map.Entry<?, ?> each : members.entrySet()) {
            out.append(separator).append(inner);
            string(each.getKey().toString());
            out.append(": ");
            value(each.getValue(), inner);
            separator = ",\n";
        }
        out.append(members.isEmpty() ? "{}" : "\n" + indent + "}");
    }

    private void value(Object value, String indent) {
        if (value instanceof Map) {
            object((Map<?, ?>) value, indent);
        } else if (value instanceof List) {
            list((List<?>) value, indent);
        } else if (value instanceof long[]) {
            String separator = "[";
            for (long each : (long[]) value) {
                out.append(separator).append(each);
                separator = ", ";
            }
            out.append(((long[]) value).length == 0 ? "[]" : "]");
        } else if (value instanceof Double) {
            out.append(number((Double) value));
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            string(value.toString());
        }
    }

    private void list(List<?> values, String indent) {
        String separator = "[";
        for (Object each : values) {
            out.append(separator);
            value(each, indent);
            separator = ", ";
        }
        out.append(values.isEmpty() ? "[]" : "]");
    }

    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "null";
        }
        return String.format(Locale.ROOT, "%.6f", value).replaceAll("\\.?0+$", "");
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
