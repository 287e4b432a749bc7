package java.lang.annotation;

/** The one policy the stubs need. */
public enum RetentionPolicy {
    SOURCE
}
