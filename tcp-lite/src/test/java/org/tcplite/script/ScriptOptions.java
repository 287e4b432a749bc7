package org.tcplite.script;

import java.lang.reflect.Field;
import java.util.List;
import org.tcplite.tcp.TcpConfig;

/** What the lines at the top of a script set. */
final class ScriptOptions {

    final TcpConfig config = new TcpConfig();

    /** Where our first initial sequence number is to be, or null. */
    Integer isn;

    /** The peer's initial sequence number, or null. */
    Integer peerIsn;

    long toleranceNs = 1_000_000;
    int pathMtu = 1500;
    boolean weakEntropy;
    boolean once;

    /**
     * @return false if the line is no option
     */
    boolean parse(List<String> words) {
        switch (words.get(0)) {
            case "config":
                words.subList(1, words.size()).forEach(this::configure);
                return true;
            case "board":
                config.useBoardDefaults();
                return true;
            case "isn":
                isn = number(words);
                return true;
            case "peer-isn":
                peerIsn = number(words);
                return true;
            case "tolerance":
                toleranceNs = Seconds.toNanos(argument(words));
                return true;
            case "path-mtu":
                pathMtu = number(words);
                return true;
            case "weak-entropy":
                weakEntropy = true;
                return true;
            case "once":
                once = true;
                return true;
            default:
                return false;
        }
    }

    private static String argument(List<String> words) {
        if (words.size() != 2) {
            throw new ScriptSyntaxException("\"" + words.get(0) + "\" takes one value");
        }
        return words.get(1);
    }

    private static int number(List<String> words) {
        return Num.parse(argument(words)).value();
    }

    private void configure(String setting) {
        String[] parts = setting.split("=", 2);
        try {
            Field field = TcpConfig.class.getField(parts[0]);
            if (field.getType() == boolean.class) {
                field.setBoolean(config, Boolean.parseBoolean(parts[1]));
            } else {
                field.setInt(config, Integer.decode(parts[1]));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ScriptSyntaxException(
                    "cannot set \"" + setting + "\": a field of TcpConfig, as receiveBuffer=4096");
        }
    }
}
