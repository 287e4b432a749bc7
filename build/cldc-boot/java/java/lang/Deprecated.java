package java.lang;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stub for the compiler: CLDC 1.1 lacks it. */
@Retention(RetentionPolicy.SOURCE)
public @interface Deprecated {}
