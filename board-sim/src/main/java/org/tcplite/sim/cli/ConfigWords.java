package org.tcplite.sim.cli;

import java.util.Locale;
import java.util.Map;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.tcp.ConfigException;

/** A {@link ConfigException} in words: the option it came from, its value, its range. */
final class ConfigWords {

    private static final Map<String, String> OPTIONS =
            Map.ofEntries(
                    Map.entry("address", "--address"),
                    Map.entry("prefixLength", "--address"),
                    Map.entry("gateway", "--gateway"),
                    Map.entry("framesPerPoll", "--frames-per-poll"),
                    Map.entry("connections", "--connections"),
                    Map.entry("synQueue", "--syn-queue"),
                    Map.entry("timeWait", "--time-wait"),
                    Map.entry("receiveBuffer", "--receive-buffer"),
                    Map.entry("sendBuffer", "--send-buffer"),
                    Map.entry("sentRecords", "--sent-records"),
                    Map.entry("mtu", "--mtu"));

    private ConfigWords() {}

    /** One line. */
    static String say(ConfigException e) {
        String name = OPTIONS.getOrDefault(e.field, e.field);
        if (e.field.equals("address") || e.field.equals("gateway")) {
            return addressLine(name, e);
        }
        String line = name + " is " + e.value + ", which has to be in " + e.min + ".." + e.max;
        boolean inRange = e.value >= e.min && e.value <= e.max;
        if (inRange) {
            return name
                    + " is "
                    + e.value
                    + ", which has to be a power of two, as "
                    + near(e.value);
        }
        return line;
    }

    private static String addressLine(String name, ConfigException e) {
        String value = LinkSettings.dotted((int) e.value);
        if (e.max == 0) {
            return name + " " + value + " is the board's own address: say another one";
        }
        return String.format(
                Locale.ROOT,
                "%s is %s, which has to be in %s..%s",
                name,
                value,
                LinkSettings.dotted((int) e.min),
                LinkSettings.dotted((int) e.max));
    }

    private static long near(long value) {
        return Long.highestOneBit(value) * (value > Long.highestOneBit(value) * 3 / 2 ? 2 : 1);
    }
}
