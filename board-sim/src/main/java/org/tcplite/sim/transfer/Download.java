package org.tcplite.sim.transfer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.tcplite.sim.service.Patterns;

/** {@code GET /bytes/N}: octets whose values are known, from a peer that speaks HTTP. */
final class Download extends Exchange {

    private static final int LONGEST_HEAD = 8 * 1024;

    private final long total;
    private final byte[] request;
    private final StringBuilder head = new StringBuilder();
    private final MessageDigest expected = sha256();
    private final byte[] pattern = new byte[16 * 1024];
    private boolean asked;
    private boolean inBody;
    private boolean wasStopped;

    /** So many octets. */
    Download(long total) {
        this.total = total;
        String text =
                "GET /bytes/" + total + " HTTP/1.1\r\nHost: board\r\nConnection: close\r\n\r\n";
        request = text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    int next(byte[] octets, boolean stopped) {
        wasStopped = stopped;
        if (asked) {
            return 0;
        }
        asked = true;
        System.arraycopy(request, 0, octets, 0, request.length);
        return request.length;
    }

    @Override
    void take(byte[] octets, int length) {
        int at = inBody ? 0 : skipHead(octets, length);
        int left = length - at;
        countGot(octets, at, left);
        long position = got() - left;
        while (left > 0) {
            int n = Math.min(left, pattern.length);
            Patterns.MODULO_251.copy(position, pattern, 0, n);
            expected.update(pattern, 0, n);
            position += n;
            left -= n;
        }
    }

    /** Where the body begins in these octets, or {@code length}. */
    private int skipHead(byte[] octets, int length) {
        for (int i = 0; i < length && head.length() < LONGEST_HEAD; i++) {
            head.append((char) (octets[i] & 0xff));
            if (head.toString().endsWith("\r\n\r\n")) {
                inBody = true;
                return i + 1;
            }
        }
        return length;
    }

    @Override
    boolean isComplete() {
        return wasStopped || got() >= total;
    }

    @Override
    String fault() {
        String status = head.toString().lines().findFirst().orElse("no answer");
        if (!status.matches("HTTP/1\\.[01] 200 .*")) {
            return "the peer answered: " + status;
        }
        if (got() != total && !wasStopped) {
            return got() + " octets came of " + total;
        }
        return gotDigest().equals(peerDigest()) ? null : "other octets came than it has";
    }

    @Override
    String peerDigest() {
        return hex(expected);
    }

    @Override
    String ourDigest() {
        return gotDigest();
    }
}
