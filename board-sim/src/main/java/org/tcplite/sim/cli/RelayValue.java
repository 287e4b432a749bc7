package org.tcplite.sim.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code --proxy}: {@code PORT=HOST:PORT}. */
final class RelayValue implements ITypeConverter<RelayValue.Target> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})=([^:=]+):(\\d{1,5})");

    /**
     * From where to where.
     *
     * @param port the board's
     * @param host an address or a name
     * @param remotePort the other's
     */
    record Target(int port, String host, int remotePort) {}

    @Override
    public Target convert(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not PORT=HOST:PORT: say 8081=10.0.0.1:9000");
        }
        return new Target(port(text, parts.group(1)), parts.group(2), port(text, parts.group(3)));
    }

    private static int port(String text, String digits) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new TypeConversionException("'" + text + "': a port is in 1..65535");
        }
        return port;
    }
}
