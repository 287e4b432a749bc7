package java.lang.annotation;

/** What every annotation type extends; CLDC 1.1 has none. */
public interface Annotation {}
