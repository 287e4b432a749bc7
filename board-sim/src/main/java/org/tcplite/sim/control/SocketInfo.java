package org.tcplite.sim.control;

import org.tcplite.sim.link.LinkSettings;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/** The JSON of INFO: RFC 9293's STATUS, with Linux's {@code tcpi_} names where they fit. */
final class SocketInfo {

    /** Linux's numbers of the states, by the constants of {@link TcpState}. */
    private static final int[] LINUX_STATES = {7, 10, 2, 3, 1, 4, 5, 8, 11, 9, 6};

    private final StringBuilder out = new StringBuilder("{\"schema\":1");

    private SocketInfo() {}

    /** The JSON of one socket; {@code row} is null if the stack knows nothing of it. */
    static String json(Endpoint endpoint, TcpStatus row, int localAddress, long nowNs) {
        SocketInfo info = new SocketInfo();
        int state = row == null ? TcpState.CLOSED : row.state;
        info.string("state", TcpState.name(state));
        info.string("local", LinkSettings.dotted(localAddress) + ":" + endpoint.localPort);
        if (row == null || row.kind == TcpStatus.LISTENER) {
            info.listener(row);
        } else {
            info.connection(row, nowNs);
        }
        info.number("tcpi_state", LINUX_STATES[state]);
        return info.out.append('}').toString();
    }

    private void listener(TcpStatus row) {
        if (row != null) {
            number("acceptQueue", row.receiveQueue);
            number("backlog", row.sendQueue);
        }
        out.append(",\"timers\":[]");
    }

    private void connection(TcpStatus row, long nowNs) {
        string("remote", LinkSettings.dotted(row.remoteAddress) + ":" + row.remotePort);
        if (row.endReason != 0) {
            string("endReason", TcpError.text(row.endReason));
        }
        number("receiveQueue", row.receiveQueue);
        number("sendQueue", row.sendQueue);
        number("iss", row.iss & 0xffffffffL);
        number("irs", row.irs & 0xffffffffL);
        boolean knowsPeer = row.state != TcpState.SYN_SENT;
        number("sndUna", row.sndUna - row.iss & 0xffffffffL);
        number("sndNxt", row.sndNxt - row.iss & 0xffffffffL);
        number("sndWnd", row.sndWnd & 0xffffffffL);
        number("rcvNxt", knowsPeer ? row.rcvNxt - row.irs & 0xffffffffL : 0);
        number("rcvWnd", row.rcvWnd & 0xffffffffL);
        number("cwnd", row.cwnd & 0xffffffffL);
        timers(row, nowNs);
        number("tcpi_retransmits", row.timer == TcpStatus.TIMER_RETRANSMIT ? row.retransmits : 0);
        number("tcpi_ca_state", row.congestionState);
        number("tcpi_sacked", row.sacked);
        number("tcpi_lost", row.lost);
        number("tcpi_total_retrans", row.resentSegments);
        number("tcpi_probes", isProbe(row) ? row.retransmits : 0);
        int options = (row.timestamps ? 1 : 0) | (row.sack ? 2 : 0) | (row.windowScaling ? 4 : 0);
        number("tcpi_options", options);
        number("tcpi_rto", row.rtoNs / 1_000);
        number("tcpi_snd_mss", row.sendMss);
        number("tcpi_pmtu", row.pathMtu);
        number("tcpi_rtt", row.srttNs / 1_000);
        number("tcpi_rttvar", row.rttvarNs / 1_000);
        int mss = Math.max(1, row.sendMss);
        number("tcpi_snd_cwnd", (row.cwnd & 0xffffffffL) / mss);
        number("tcpi_snd_ssthresh", (row.ssthresh & 0xffffffffL) / mss);
        number("tcpi_snd_wnd", row.sndWnd & 0xffffffffL);
        number("tcpi_rcv_wnd", row.rcvWnd & 0xffffffffL);
    }

    private static boolean isProbe(TcpStatus row) {
        return row.timer == TcpStatus.TIMER_PERSIST || row.timer == TcpStatus.TIMER_KEEPALIVE;
    }

    private void timers(TcpStatus row, long nowNs) {
        out.append(",\"timers\":[");
        if (row.timer != TcpStatus.TIMER_OFF) {
            long deadlineUs = ControlBoard.roundedUp(row.timerDeadlineNs) / 1_000;
            out.append("{\"kind\":\"").append(kind(row.timer)).append('"');
            number("deadlineUs", deadlineUs);
            number("inUs", deadlineUs - nowNs / 1_000);
            out.append('}');
        }
        out.append(']');
    }

    private static String kind(int timer) {
        switch (timer) {
            case TcpStatus.TIMER_RETRANSMIT:
                return "retransmission";
            case TcpStatus.TIMER_PERSIST:
                return "persist";
            case TcpStatus.TIMER_SWS:
                return "sws";
            case TcpStatus.TIMER_KEEPALIVE:
                return "keep-alive";
            case TcpStatus.TIMER_PROBE:
                return "tail-loss-probe";
            case TcpStatus.TIMER_REORDER:
                return "reordering";
            default:
                return "time-wait";
        }
    }

    private void string(String member, String value) {
        out.append(",\"").append(member).append("\":\"").append(value).append('"');
    }

    private void number(String member, long value) {
        out.append(",\"").append(member).append("\":").append(value);
    }
}
