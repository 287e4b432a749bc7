package java.lang;

/** Lets RetentionPolicy compile. The build never writes its class file, so an enum in hal or tcp-lite is refused. */
public abstract class Enum<E extends Enum<E>> {
    protected Enum(String name, int ordinal) {}

    public static <T extends Enum<T>> T valueOf(Class type, String name) {
        return null;
    }
}
