package org.tcplite.sim.service;

import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/** The words of {@code netstat}: net-tools' for people who know it, in plain ints. */
final class NetstatWords {

    private NetstatWords() {}

    /** The state as net-tools' netstat prints it. */
    static String state(int state) {
        switch (state) {
            case TcpState.LISTEN:
                return "LISTEN";
            case TcpState.SYN_SENT:
                return "SYN_SENT";
            case TcpState.SYN_RECEIVED:
                return "SYN_RECV";
            case TcpState.ESTABLISHED:
                return "ESTABLISHED";
            case TcpState.FIN_WAIT_1:
                return "FIN_WAIT1";
            case TcpState.FIN_WAIT_2:
                return "FIN_WAIT2";
            case TcpState.CLOSE_WAIT:
                return "CLOSE_WAIT";
            case TcpState.CLOSING:
                return "CLOSING";
            case TcpState.LAST_ACK:
                return "LAST_ACK";
            case TcpState.TIME_WAIT:
                return "TIME_WAIT";
            default:
                return "CLOSE";
        }
    }

    /** The timer as net-tools' netstat -o prints it; "sws" is ours. */
    static String timer(int timer) {
        switch (timer) {
            case TcpStatus.TIMER_RETRANSMIT:
            case TcpStatus.TIMER_PROBE:
            case TcpStatus.TIMER_REORDER:
                return "on";
            case TcpStatus.TIMER_PERSIST:
                return "probe";
            case TcpStatus.TIMER_SWS:
                return "sws";
            case TcpStatus.TIMER_KEEPALIVE:
                return "keepalive";
            case TcpStatus.TIMER_TIMEWAIT:
                return "timewait";
            default:
                return "off";
        }
    }

    /** What a row is, in JSON. */
    static String kind(int kind) {
        switch (kind) {
            case TcpStatus.LISTENER:
                return "listener";
            case TcpStatus.HALF_OPEN:
                return "half-open";
            case TcpStatus.CONNECTION:
                return "connection";
            default:
                return "time-wait";
        }
    }

    /** The timer and its figures: time left, retransmissions, probes. */
    static void putTimer(Text out, TcpStatus row, long nowNs) {
        out.put(timer(row.timer)).put(" (");
        boolean runs = row.timer != TcpStatus.TIMER_OFF;
        boolean probes =
                row.timer == TcpStatus.TIMER_PERSIST || row.timer == TcpStatus.TIMER_KEEPALIVE;
        out.putSeconds(runs ? row.timerDeadlineNs - nowNs : 0).put('/');
        out.put(probes ? 0 : row.retransmits).put('/');
        out.put(probes ? row.retransmits : 0).put(')');
    }
}
