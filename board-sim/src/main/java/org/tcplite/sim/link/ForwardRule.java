package org.tcplite.sim.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * One {@code --forward [HOST:]PORT:BOARDPORT}: connections to a port of the desktop go to a port of
 * the board.
 *
 * @param host the desktop's address to listen at, or a name for it
 * @param port the desktop's port; 0 is a free one
 * @param boardPort the board's port
 */
public record ForwardRule(String host, int port, int boardPort) {

    /** The default host: only the desktop itself can connect. */
    public static final String LOOPBACK = "127.0.0.1";

    /** What is forwarded if nothing is said: the board's web server. */
    public static final ForwardRule DEFAULT = new ForwardRule(LOOPBACK, 8080, 80);

    private static final String FORM = "the form is [HOST:]PORT:BOARDPORT, as in 8080:80";

    /**
     * Reads the value of {@code --forward}.
     *
     * @throws IllegalArgumentException if it is none; the message is one line
     */
    public static ForwardRule parse(String text) {
        int last = text.lastIndexOf(':');
        if (last < 0) {
            throw bad(text, "the board's port is missing");
        }
        int boardPort = number(text, text.substring(last + 1), "the board's port", 1);
        String left = text.substring(0, last);
        int colon = left.lastIndexOf(':');
        String host = colon < 0 ? LOOPBACK : left.substring(0, colon);
        int port = number(text, left.substring(colon + 1), "the port", 0);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw bad(text, "an IPv6 address stands in brackets");
        }
        if (host.isEmpty()) {
            throw bad(text, "the host is empty");
        }
        return new ForwardRule(host, port, boardPort);
    }

    private static int number(String text, String digits, String what, int least) {
        int value = -1;
        if (!digits.isEmpty()
                && digits.length() <= 5
                && digits.chars().allMatch(ForwardRule::digit)) {
            value = Integer.parseInt(digits);
        }
        if (value < least || value > 65535) {
            throw bad(text, what + " '" + digits + "' is not in " + least + "..65535");
        }
        return value;
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("--forward " + text + ": " + why + "; " + FORM);
    }

    /** Where to listen on the desktop. */
    InetSocketAddress socketAddress() throws LinkException {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new LinkException("--forward " + this + ": the host is not known; " + FORM, e);
        }
    }

    /** As it was written, the host always named. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return shown + ":" + port + ":" + boardPort;
    }
}
