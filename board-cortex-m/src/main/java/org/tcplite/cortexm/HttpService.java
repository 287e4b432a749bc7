package org.tcplite.cortexm;

import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * Port 80: {@code /}, {@code /bytes/N} (octet i is i mod 251) and {@code /netstat}. What has a
 * length keeps the connection; what is made line by line ends with it.
 */
final class HttpService extends Service {

    /** The longest piece of text that is made at a time. */
    static final int SECTION = 128;

    private static final int PERIOD = 251;

    private static final int READING = 0;
    private static final int ANSWERING = 1;

    /** The request was refused unread: closing now would reset the answer away. */
    private static final int DRAINING = 2;

    private final Tcp tcp;
    private final HttpRequests requests;
    private final Report page;
    private final Report netstat;
    private final byte[] pattern = new byte[PERIOD];

    /** By slot: the text that is being sent and how much of it was. */
    private final Line[] text;

    private final int[] sent;

    /** By slot: what is done, the report that follows the text and its cursor, octets to send. */
    private final int[] phase;

    private final Report[] report;
    private final int[] cursor;
    private final int[] octetsLeft;
    private final int[] patternAt;
    private final boolean[] lastAnswer;
    private final boolean[] refused;

    HttpService(Tcp tcp, int slots, Report page, Report netstat) {
        this.tcp = tcp;
        this.page = page;
        this.netstat = netstat;
        requests = new HttpRequests(slots);
        for (int i = 0; i < PERIOD; i++) {
            pattern[i] = (byte) i;
        }
        text = new Line[slots];
        for (int i = 0; i < slots; i++) {
            text[i] = new Line(SECTION);
        }
        sent = new int[slots];
        phase = new int[slots];
        report = new Report[slots];
        cursor = new int[slots];
        octetsLeft = new int[slots];
        patternAt = new int[slots];
        lastAnswer = new boolean[slots];
        refused = new boolean[slots];
    }

    @Override
    int port() {
        return 80;
    }

    @Override
    void opened(int slot) {
        phase[slot] = READING;
        lastAnswer[slot] = false;
        requests.begin(slot);
    }

    @Override
    int turn(int slot, int connection, long nowNs) {
        for (; ; ) {
            int result = step(slot, connection, nowNs);
            if (result == TcpError.WOULD_BLOCK) {
                return WAITING;
            }
            if (result < 0 || phase[slot] == READING && lastAnswer[slot]) {
                return DONE;
            }
        }
    }

    private int step(int slot, int connection, long nowNs) {
        switch (phase[slot]) {
            case READING:
                return read(slot, connection, nowNs);
            case ANSWERING:
                return send(slot, connection, nowNs);
            default:
                return drain(connection, nowNs);
        }
    }

    /** Why there is no more to be read. */
    private int drain(int connection, long nowNs) {
        int there = tcp.peek(connection);
        while (there > 0) {
            tcp.consume(connection, there, nowNs);
            there = tcp.peek(connection);
        }
        return there;
    }

    // ---- the request

    /** 0 if a request is complete and its answer begun; else why not. */
    private int read(int slot, int connection, long nowNs) {
        int there = tcp.peek(connection);
        while (there > 0) {
            byte[] ring = tcp.readArray();
            int offset = tcp.readOffset(connection);
            int outcome = HttpRequests.MORE;
            int taken = 0;
            while (taken < there && outcome == HttpRequests.MORE) {
                outcome = requests.take(slot, ring[offset + taken]);
                taken++;
            }
            tcp.consume(connection, taken, nowNs);
            if (outcome != HttpRequests.MORE) {
                answer(slot, outcome);
                return 0;
            }
            there = tcp.peek(connection);
        }
        return there;
    }

    // ---- the answer

    private void answer(int slot, int outcome) {
        Line line = text[slot];
        line.clear();
        sent[slot] = 0;
        report[slot] = null;
        cursor[slot] = 0;
        octetsLeft[slot] = 0;
        patternAt[slot] = 0;
        lastAnswer[slot] = !requests.keepsAlive(slot);
        refused[slot] = false;
        phase[slot] = ANSWERING;
        if (outcome == HttpRequests.GET || outcome == HttpRequests.HEAD) {
            resource(slot, line, requests.resource(slot), outcome == HttpRequests.GET);
        } else if (outcome == HttpRequests.OTHER) {
            empty(line, "405 Method Not Allowed\r\nAllow: GET, HEAD");
        } else {
            lastAnswer[slot] = true;
            refused[slot] = true;
            boolean isTooLong = outcome == HttpRequests.TOO_LONG;
            empty(line, isTooLong ? "431 Request Header Fields Too Large" : "400 Bad Request");
        }
        line.put(lastAnswer[slot] ? "Connection: close\r\n\r\n" : "\r\n");
        requests.begin(slot);
    }

    private void resource(int slot, Line line, int resource, boolean withBody) {
        if (resource == Resource.NONE) {
            empty(line, "404 Not Found");
        } else if (resource >= 0) {
            status(line, "200 OK");
            line.put("Content-Type: application/octet-stream\r\n");
            length(line, resource);
            octetsLeft[slot] = withBody ? resource : 0;
        } else {
            boolean isPage = resource == Resource.PAGE;
            status(line, "200 OK");
            line.put("Content-Type: text/").put(isPage ? "html\r\n" : "plain\r\n");
            lastAnswer[slot] = true;
            if (withBody) {
                report[slot] = isPage ? page : netstat;
            }
        }
    }

    private static void status(Line line, String status) {
        line.put("HTTP/1.1 ").put(status).put("\r\n");
    }

    private static void length(Line line, int octets) {
        line.put("Content-Length: ").number(octets).put("\r\n");
    }

    private static void empty(Line line, String status) {
        status(line, status);
        length(line, 0);
    }

    /** 0 if the answer is complete; else why it is not. */
    private int send(int slot, int connection, long nowNs) {
        int result = sendText(slot, connection, nowNs);
        while (result == 0 && report[slot] != null) {
            text[slot].clear();
            sent[slot] = 0;
            cursor[slot] = report[slot].section(cursor[slot], text[slot], nowNs);
            if (cursor[slot] == Report.END) {
                report[slot] = null;
            }
            result = sendText(slot, connection, nowNs);
        }
        if (result == 0) {
            result = sendOctets(slot, connection, nowNs);
        }
        if (result == 0 && refused[slot]) {
            tcp.shutdownWrite(connection, nowNs);
            phase[slot] = DRAINING;
        } else if (result == 0) {
            phase[slot] = READING;
        }
        return result;
    }

    private int sendText(int slot, int connection, long nowNs) {
        Line line = text[slot];
        while (sent[slot] < line.length()) {
            int left = line.length() - sent[slot];
            int taken = tcp.write(connection, line.array(), sent[slot], left, nowNs);
            if (taken < 0) {
                return taken;
            }
            sent[slot] += taken;
        }
        return 0;
    }

    /** The pattern is built in the send ring itself. */
    private int sendOctets(int slot, int connection, long nowNs) {
        while (octetsLeft[slot] > 0) {
            int room = tcp.claim(connection);
            if (room < 0) {
                return room;
            }
            int length = Math.min(room, octetsLeft[slot]);
            byte[] ring = tcp.writeArray();
            int to = tcp.writeOffset(connection);
            int end = to + length;
            int at = patternAt[slot];
            while (to < end) {
                int run = Math.min(PERIOD - at, end - to);
                System.arraycopy(pattern, at, ring, to, run);
                to += run;
                at = at + run == PERIOD ? 0 : at + run;
            }
            patternAt[slot] = at;
            octetsLeft[slot] -= length;
            tcp.commit(connection, length, nowNs);
        }
        return 0;
    }
}
