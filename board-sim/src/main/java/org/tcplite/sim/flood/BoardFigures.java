package org.tcplite.sim.flood;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * What a board of this project says of itself over HTTP at {@code /netstat.json}; any other target
 * says nothing, and its figures stay unknown.
 */
final class BoardFigures {

    /** How long an answer may take. */
    static final long PATIENCE_NS = 5_000_000_000L;

    private static final int HTTP = 80;
    private static final int LONGEST = 1 << 18;
    private static final byte[] REQUEST =
            "GET /netstat.json HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Tcp tcp;
    private final int handle;
    private final byte[] octets = new byte[LONGEST];
    private int length;
    private int written;
    private boolean over;

    /** Begins to ask. */
    BoardFigures(Tcp tcp, int address, long nowNs) {
        this.tcp = tcp;
        handle = tcp.connect(address, HTTP, 0, nowNs);
        over = handle < 0;
    }

    /** Goes on asking; true once the answer is there, or will not come. */
    boolean isOver(long nowNs) {
        while (!over && written < REQUEST.length) {
            int n = tcp.write(handle, REQUEST, written, REQUEST.length - written, nowNs);
            if (n <= 0) {
                return end(n, nowNs);
            }
            written += n;
        }
        while (!over) {
            int n = tcp.read(handle, octets, length, LONGEST - length, nowNs);
            if (n <= 0) {
                return end(n, nowNs);
            }
            length += n;
        }
        return over;
    }

    private boolean end(int result, long nowNs) {
        if (result == TcpError.WOULD_BLOCK) {
            return false;
        }
        giveUp(nowNs);
        return true;
    }

    /** Asks no longer. */
    void giveUp(long nowNs) {
        if (!over) {
            over = true;
            tcp.abort(handle, nowNs);
        }
    }

    /** The first number of that name; -1 if it was not said. */
    long figure(String name) {
        String text = new String(octets, 0, length, StandardCharsets.US_ASCII);
        Matcher member = Pattern.compile("\"" + Pattern.quote(name) + "\":(\\d+)").matcher(text);
        return member.find() ? Long.parseLong(member.group(1)) : -1;
    }
}
