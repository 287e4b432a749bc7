package java.lang.annotation;

/** Read by javac: with it, {@code @Override} leaves no trace in the class files. */
public @interface Retention {
    RetentionPolicy value();
}
