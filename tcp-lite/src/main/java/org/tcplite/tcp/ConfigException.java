package org.tcplite.tcp;

/**
 * A configuration field is out of its range. Thrown at start only; carries the field's name, its
 * value and the range, for the application to word.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The name of the field. */
    public final String field;

    /** The value it has. */
    public final long value;

    /** The least value allowed. */
    public final long min;

    /** The greatest value allowed. */
    public final long max;

    /** Says that {@code field} is {@code value}, which is not in {@code min..max}. */
    public ConfigException(String field, long value, long min, long max) {
        super(field);
        this.field = field;
        this.value = value;
        this.min = min;
        this.max = max;
    }
}
