package org.tcplite.tcp;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What must be true of a {@link Tcp} between any two events, by direct reading of its fields. Tests
 * and simulations call {@link #check(Tcp)} after every event; the first thing that is not true is
 * thrown as an {@link AssertionError} that names it, the slot and the values.
 */
public final class Inspector {

    private static final Map<Tcp, Inspector> INSPECTORS = new WeakHashMap<>();

    /** The moves of figure 5 of RFC 9293, and those that end a connection. */
    private static final int[][] NEXT_STATES = new int[TcpState.COUNT][];

    static {
        NEXT_STATES[TcpState.SYN_SENT] =
                new int[] {TcpState.SYN_RECEIVED, TcpState.ESTABLISHED, TcpState.CLOSE_WAIT};
        NEXT_STATES[TcpState.SYN_RECEIVED] =
                new int[] {
                    TcpState.ESTABLISHED,
                    TcpState.CLOSE_WAIT,
                    TcpState.FIN_WAIT_1,
                    TcpState.FIN_WAIT_2,
                    TcpState.CLOSING
                };
        NEXT_STATES[TcpState.ESTABLISHED] = new int[] {TcpState.FIN_WAIT_1, TcpState.CLOSE_WAIT};
        NEXT_STATES[TcpState.FIN_WAIT_1] =
                new int[] {TcpState.FIN_WAIT_2, TcpState.CLOSING, TcpState.TIME_WAIT};
        NEXT_STATES[TcpState.FIN_WAIT_2] = new int[] {TcpState.TIME_WAIT};
        NEXT_STATES[TcpState.CLOSE_WAIT] = new int[] {TcpState.LAST_ACK};
        NEXT_STATES[TcpState.CLOSING] = new int[] {TcpState.TIME_WAIT};
        for (int i = 0; i < TcpState.COUNT; i++) {
            if (NEXT_STATES[i] == null) {
                NEXT_STATES[i] = new int[0]; // only out of the table
            }
        }
    }

    private final Connections connections;
    private final Deadlines deadlines;
    private final Past[] past;

    /** Connections that waited at each listener after the last event. */
    private final int[] waited;

    /** What a connection was after the last event. */
    private static final class Past {
        boolean attached;
        int iss;
        int ports;
        int state;
        int rcvNxt;
        int rcvAdv;
        int sndUna;
        int sndNxt;
        boolean finReceived;
        boolean finSent;
        boolean within;
        int sendMss;
        int marked;
        int tsRecent;
        int lastAckSent;
        long lastHeardNs;
    }

    private Inspector(Tcp tcp) {
        connections = tcp.connections;
        deadlines = new ConnectionDeadlines(connections.tcbs);
        past = new Past[connections.tcbs.length];
        waited = new int[connections.listeners.capacity()];
        for (int i = 0; i < past.length; i++) {
            past[i] = new Past();
        }
    }

    /** Checks everything, what follows from the last call's observations included. */
    public static synchronized void check(Tcp tcp) {
        INSPECTORS.computeIfAbsent(tcp, Inspector::new).check();
    }

    /** Nobody holds anything: every slot, entry and record is free, and no timer runs. */
    public static void checkNothingHeld(Tcp tcp) {
        Connections connections = tcp.connections;
        for (Tcb tcb : connections.tcbs) {
            require(connections.isFree(tcb.slot), "the slot is free", tcb);
        }
        require(connections.synQueue.size() == 0, "no connection is half open", null);
        require(connections.timeWait.size() == 0, "no record is in TIME-WAIT", null);
        require(tcp.nextDeadlineNs() == Long.MAX_VALUE, "no timer runs", null);
        require(tcp.nextOwing() == Tcp.NONE, "nobody owes", null);
    }

    /**
     * A hash of all that a connection is: every field of its {@link Tcb}, and of what the Tcb is
     * made of, but those named.
     */
    static long hash(Tcb tcb, Set<String> but) {
        return hashOf(tcb, Tcb.class, but);
    }

    private static long hashOf(Object object, Class<?> type, Set<String> but) {
        long hash = 17;
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || but.contains(field.getName())) {
                continue;
            }
            try {
                field.setAccessible(true);
                hash = hash * 0x9E3779B97F4A7C15L + hashOf(field.get(object), but);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return hash;
    }

    private static long hashOf(Object value, Set<String> but) {
        if (value instanceof int[] numbers) {
            return Arrays.hashCode(numbers);
        }
        if (value instanceof long[] numbers) {
            return Arrays.hashCode(numbers);
        }
        if (value instanceof byte[] numbers) {
            return Arrays.hashCode(numbers);
        }
        if (value instanceof boolean[] flags) {
            return Arrays.hashCode(flags);
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof Character) {
            return value.hashCode();
        }
        if (value == null) {
            return 0;
        }
        if (value.getClass().getPackage() != Tcb.class.getPackage()) {
            throw new IllegalStateException("no hash of a " + value.getClass());
        }
        return hashOf(value, value.getClass(), but);
    }

    private void check() {
        int attached = 0;
        for (Tcb tcb : connections.tcbs) {
            checkSlot(tcb);
            if (tcb.attached) {
                attached++;
                checkSendSpace(tcb);
                checkReceiveSpace(tcb);
                checkTimer(tcb);
                checkRecovery(tcb);
                checkHistory(tcb, past[tcb.slot]);
            }
            remember(tcb, past[tcb.slot]);
        }
        require(connections.table.size() == attached, "table holds the attached slots", null);
        checkSources();
        checkListeners();
        checkSynQueue();
        checkTimeWait();
        checkDeadline();
    }

    // ---- slots (invariants 11 and 12)

    private void checkSlot(Tcb tcb) {
        boolean free = connections.isFree(tcb.slot);
        int homes =
                (free ? 1 : 0)
                        + (tcb.attached ? 1 : 0)
                        + (!tcb.attached && (tcb.owned || tcb.resetDebt) ? 1 : 0);
        require(homes == 1, "a slot has one home", tcb);
        if (free) {
            require(!tcb.owned && !tcb.resetDebt && tcb.waitsAt < 0, "a free slot is idle", tcb);
            require(tcb.state == TcpState.CLOSED, "a free slot is CLOSED", tcb);
        }
        if (!tcb.attached) {
            require(
                    ConnectionDeadlines.ofDelayedAck(tcb) == Tcb.NEVER,
                    "no delayed ACK without a connection",
                    tcb);
            require(
                    tcb.resetDebt || ConnectionDeadlines.ofMainTimer(tcb) == Tcb.NEVER,
                    "no timer without a connection",
                    tcb);
            return;
        }
        require(
                connections.table.find(tcb.remoteAddress, tcb.ports) == tcb.slot,
                "the table finds the connection",
                tcb);
        boolean owes = tcb.ackDebt > 0 || tcb.synDebt || tcb.probeDebt || tcb.resetDebt;
        require(
                !owes || tcb.parked || connections.owing.contains(tcb.slot),
                "who owes stands in the line",
                tcb);
        require(tcb.endReason == 0, "a live connection has no end", tcb);
    }

    // ---- sequence spaces (invariants 1 to 6)

    private void checkSendSpace(Tcb tcb) {
        int end = tcb.finQueued ? tcb.sndEnd + 1 : tcb.sndEnd;
        require(tcb.sndNxt - tcb.sndUna >= 0, "SND.UNA =< SND.NXT", tcb);
        require(end - tcb.sndNxt >= 0, "nothing is sent that was not written", tcb);
        require(tcb.sendQueue() >= 0, "the send queue is not negative", tcb);
        int ring = connections.sendRings.octets();
        require(tcb.sendQueue() <= ring, "the send queue fits its ring", tcb);
        require(tcb.sendLimit <= connections.sendRings.octets(), "the limit fits the ring", tcb);
        int options = tcb.timestamps ? 12 : 0;
        require(tcb.sendMss >= 64 - options, "the send MSS has its floor", tcb);
        require(tcb.sendMss <= tcb.maxSegment - options, "and the user's bound", tcb);
        require(tcb.maxSndWnd - tcb.sndWnd >= 0, "the largest window is the largest", tcb);
    }

    private void checkReceiveSpace(Tcb tcb) {
        if (tcb.state == TcpState.SYN_SENT) {
            return;
        }
        require(tcb.readable() >= 0, "RCV.NXT is not behind the reader", tcb);
        int ring = connections.receiveRings.octets();
        require(tcb.readable() <= ring, "what is unread fits its ring", tcb);
        require(tcb.posted.held() <= tcb.readable(), "what is posted is unread", tcb);
        require(tcb.receiveLimit <= ring, "the limit fits the ring", tcb);
        require(tcb.rcvAdv - tcb.rcvNxt >= 0, "the right edge is not behind RCV.NXT", tcb);
        require(tcb.rcvAdv - tcb.rcvRead <= ring + 1, "no more is advertised than fits", tcb);
        require(tcb.rcvNxt - tcb.lastAckSent >= 0, "no number is acknowledged ahead", tcb);
        require(tcb.sackPermitted || !tcb.hasDuplicate(), "no D-SACK without SACK", tcb);
        require(tcb.duplicateRight - tcb.duplicateLeft >= 0, "a duplicate has a length", tcb);
        ReceivedRanges ranges = tcb.ranges;
        int before = tcb.rcvNxt;
        for (int i = 0; i < ranges.count(); i++) {
            require(ranges.left(i) - before > 0, "ranges are sorted and do not touch", tcb);
            require(ranges.right(i) - ranges.left(i) > 0, "no range is empty", tcb);
            before = ranges.right(i);
        }
        require(tcb.rcvAdv - before >= 0, "ranges lie in the window", tcb);
    }

    // ---- timers (invariants 15 to 18)

    private void checkTimer(Tcb tcb) {
        boolean runs = tcb.timer != TcpStatus.TIMER_OFF;
        boolean ends = tcb.abortAtNs != Tcb.NEVER;
        if (runs || ends) {
            long at = tcb.abortAtNs;
            if (runs && (!ends || tcb.timerAtNs - at < 0)) {
                at = tcb.timerAtNs;
            }
            requireFiled(tcb.slot, at, tcb);
        }
        long ackAtNs = ConnectionDeadlines.ofDelayedAck(tcb);
        if (ackAtNs != Tcb.NEVER) {
            requireFiled(connections.delayedAckTimer(tcb), ackAtNs, tcb);
        }
        boolean repeats =
                tcb.timer == TcpStatus.TIMER_RETRANSMIT
                        || tcb.timer == TcpStatus.TIMER_PERSIST
                        || tcb.timer == TcpStatus.TIMER_PROBE
                        || tcb.timer == TcpStatus.TIMER_REORDER;
        require(
                tcb.sackPermitted || tcb.timer <= TcpStatus.TIMER_TIMEWAIT,
                "probes and reordering windows need SACK",
                tcb);
        boolean opening = !TcpState.isSynchronized(tcb.state);
        if (tcb.isOutstanding() || opening) {
            require(repeats, "what is outstanding has a retransmission or persist timer", tcb);
            require(ends || tcb.userTimeoutNs == 0, "what is outstanding has an end", tcb);
        } else if (!tcb.hasUnsent()) {
            require(!repeats, "nothing outstanding, nothing to repeat", tcb);
            require(!ends, "nothing outstanding, nothing to give up", tcb);
        } else if (tcb.sndWnd == 0) {
            require(tcb.timer == TcpStatus.TIMER_PERSIST, "a shut window is probed", tcb);
        }
    }

    // ---- recovery (invariants 19 and 20)

    private void checkRecovery(Tcb tcb) {
        TcpConfig config = connections.config;
        require(tcb.rtoNs >= config.rtoMinMs * 1_000_000L, "RTO has its floor", tcb);
        require(tcb.rtoNs <= config.rtoMaxMs * 1_000_000L, "RTO has its ceiling", tcb);
        require(tcb.srttNs >= 0 && tcb.rttvarNs >= 0, "RTT is not negative", tcb);
        if (!TcpState.isSynchronized(tcb.state)) {
            return;
        }
        require(tcb.cwnd >= tcb.sendMss, "cwnd >= 1 SMSS", tcb);
        require(tcb.ssthresh >= 2 * tcb.sendMss, "ssthresh >= 2 SMSS", tcb);
        if (tcb.isResending()) {
            require(tcb.resendNxt - tcb.sndUna >= 0, "the resend cursor is in flight", tcb);
            require(tcb.sndNxt - tcb.resendEnd >= 0, "the resend end is in flight", tcb);
            require(tcb.resendEnd - tcb.resendNxt > 0, "the resend range is not inverted", tcb);
        }
        checkRecords(tcb);
    }

    private void checkRecords(Tcb tcb) {
        SentRecords records = tcb.sentRecords;
        if (tcb.isOutstanding()) {
            require(records.count() > 0, "what is outstanding is recorded", tcb);
            require(records.endSeq(records.count() - 1) == tcb.sndNxt, "to its end", tcb);
            require(records.start(0) == tcb.sndUna, "from its beginning", tcb);
        } else {
            require(records.count() == 0, "no record of what is acknowledged", tcb);
        }
        int sacked = 0;
        int lost = 0;
        int reported = 0;
        int firstLost = SentRecords.NONE;
        for (int i = 0; i < records.count(); i++) {
            int length = records.endSeq(i) - records.start(i);
            boolean isSacked = records.is(i, SentRecords.SACKED);
            boolean isLost = records.is(i, SentRecords.LOST);
            require(length > 0, "no record is empty", tcb);
            require(!isSacked || !isLost, "what is reported is not lost", tcb);
            sacked += isSacked ? length : 0;
            reported += isSacked ? 1 : 0;
            lost += isLost ? length : 0;
            firstLost = isLost && firstLost < 0 ? i : firstLost;
        }
        require(records.sackedOctets() == sacked, "reported octets are counted", tcb);
        require(records.sackedCount() == reported, "reported records are counted", tcb);
        require(records.lostOctets() == lost, "lost octets are counted", tcb);
        require(records.firstLost() == firstLost, "the first lost record is found", tcb);
        require(tcb.pipe() >= 0, "no less than nothing is in flight", tcb);
        boolean selective = sacked > 0 || lost > 0 || tcb.probeOfTail || tcb.probeOutstanding;
        require(tcb.sackPermitted || !selective, "no scoreboard without SACK", tcb);
        require(!tcb.fastRecovery || !tcb.afterTimeout || !tcb.sackPermitted, "one state", tcb);
        boolean repairing = tcb.fastRecovery || tcb.afterTimeout;
        require(!repairing || tcb.recover - tcb.sndUna > 0, "recovery has an end", tcb);
    }

    /** Invariant 8: new text goes within cwnd, two segments more by limited transmit or a probe. */
    private static void checkWindow(Tcb tcb, Past was) {
        if (tcb.sndNxt == was.sndNxt || tcb.isResending() || !tcb.isOutstanding()) {
            return;
        }
        if (marked(tcb) < was.marked) {
            return; // the ring of records is full: marks were lost when two of them merged
        }
        int most = tcb.cwnd + 2 * Math.max(tcb.sendMss, was.sendMss) + 1;
        require(tcb.pipe() <= most || !was.within, "the congestion window bounds the flight", tcb);
    }

    /** Octets that were sent and are not counted as in flight. */
    private static int marked(Tcb tcb) {
        return tcb.sentRecords.sackedOctets() + tcb.sentRecords.lostOctets();
    }

    // ---- what may change from one event to the next (invariants 4, 10 and 24)

    private void checkHistory(Tcb tcb, Past was) {
        if (!was.attached || was.iss != tcb.iss || was.ports != tcb.ports) {
            return;
        }
        require(mayFollow(was.state, tcb.state), "from " + TcpState.name(was.state), tcb);
        require(tcb.sndUna - was.sndUna >= 0, "SND.UNA does not go back", tcb);
        require(tcb.sndNxt - was.sndNxt >= 0, "SND.NXT does not go back", tcb);
        checkWindow(tcb, was);
        if (was.state == TcpState.SYN_SENT) {
            return;
        }
        require(tcb.rcvNxt - was.rcvNxt >= 0, "RCV.NXT does not go back", tcb);
        require(tcb.rcvAdv - was.rcvAdv >= 0, "the right edge does not move left", tcb);
        boolean mayGoBack = tcb.lastHeardNs - was.lastHeardNs > 24L * 86_400 * 1_000_000_000;
        boolean older = tcb.timestamps && tcb.tsRecent - was.tsRecent < 0;
        require(!older || mayGoBack, "TS.Recent does not go back", tcb);
        require(tcb.lastAckSent - was.lastAckSent >= 0, "Last.ACK.sent does not go back", tcb);
        require(!was.finReceived || tcb.rcvNxt == was.rcvNxt, "nothing after the FIN", tcb);
        require(!was.finSent || tcb.sndNxt == was.sndNxt, "nothing after our FIN", tcb);
    }

    /**
     * True if one event can lead from one state to the other, over states passed in the same event.
     */
    public static boolean mayFollow(int from, int to) {
        if (from == to) {
            return true;
        }
        for (int next : NEXT_STATES[from]) {
            if (mayFollow(next, to)) {
                return true;
            }
        }
        return false;
    }

    private static void remember(Tcb tcb, Past was) {
        was.attached = tcb.attached;
        was.iss = tcb.iss;
        was.ports = tcb.ports;
        was.state = tcb.state;
        was.rcvNxt = tcb.rcvNxt;
        was.rcvAdv = tcb.rcvAdv;
        was.sndUna = tcb.sndUna;
        was.sndNxt = tcb.sndNxt;
        was.finReceived = tcb.finReceived;
        was.finSent = tcb.finSent();
        // what was sent in greater segments may still be in flight
        was.sendMss = tcb.isOutstanding() ? Math.max(was.sendMss, tcb.sendMss) : tcb.sendMss;
        was.marked = marked(tcb);
        was.within = tcb.isOutstanding() && !tcb.isResending() && tcb.pipe() <= tcb.cwnd;
        was.tsRecent = tcb.tsRecent;
        was.lastAckSent = tcb.lastAckSent;
        was.lastHeardNs = tcb.lastHeardNs;
    }

    private void checkSources() {
        for (Tcb one : connections.tcbs) {
            if (connections.isFree(one.slot)) {
                continue;
            }
            int held = 0;
            for (Tcb tcb : connections.tcbs) {
                boolean same = tcb.remoteAddress == one.remoteAddress;
                held += same && !connections.isFree(tcb.slot) ? 1 : 0;
            }
            int counted = connections.sources.slotsOf(one.remoteAddress);
            require(counted == held, "the slots of a source are counted", one);
        }
    }

    // ---- listeners, half-open connections, TIME-WAIT (invariants 12 to 14)

    private void checkListeners() {
        Listeners listeners = connections.listeners;
        int queued = 0;
        for (int i = 0; i < listeners.capacity(); i++) {
            int length = 0;
            int previous = Listeners.NONE;
            for (int slot = listeners.oldest(i); slot != Listeners.NONE; ) {
                Tcb tcb = connections.tcbs[slot];
                require(tcb.waitsAt == i, "a waiting connection knows its listener", tcb);
                require(tcb.attached && !tcb.owned, "only open, unowned connections wait", tcb);
                require(tcb.acceptPrevious == previous, "the accept queue is linked", tcb);
                previous = slot;
                slot = tcb.acceptNext;
                length++;
            }
            require(length == listeners.waiting(i), "the accept queue's length", null);
            int most = Math.max(waited[i], listeners.backlog(i));
            require(length <= most, "the backlog holds for newcomers", null);
            waited[i] = length;
            queued += length;
        }
        for (Tcb tcb : connections.tcbs) {
            queued -= tcb.waitsAt >= 0 ? 1 : 0;
        }
        require(queued == 0, "each waiting connection is in its queue", null);
    }

    private void checkSynQueue() {
        SynQueue queue = connections.synQueue;
        int used = 0;
        for (int i = 0; i < queue.capacity(); i++) {
            boolean armed = connections.wheel.isFiled(connections.synTimer(i));
            require(queue.isUsed(i) == armed, "an entry has a timer", null);
            if (queue.isUsed(i)) {
                used++;
                int remote = queue.remoteAddress(i);
                int ports = queue.ports(i);
                long hash = connections.queueHash(remote, ports);
                require(queue.find(remote, ports, hash) == i, "an entry is found", null);
                require(
                        connections.table.find(remote, ports) == ConnectionTable.NONE,
                        "a half-open tuple is no connection's",
                        null);
                require(
                        connections.listeners.isUsed(queue.listener(i)),
                        "an entry has a listener",
                        null);
            }
        }
        require(used == queue.size(), "the SYN queue's size", null);
    }

    private void checkTimeWait() {
        TimeWaitTable records = connections.timeWait;
        int used = 0;
        for (int i = 0; i < records.capacity(); i++) {
            if (records.isUsed(i)) {
                used++;
                require(
                        records.find(records.remoteAddress[i], records.ports[i]) == i,
                        "a TIME-WAIT record is found",
                        null);
                require(
                        connections.table.find(records.remoteAddress[i], records.ports[i])
                                == ConnectionTable.NONE,
                        "a tuple in TIME-WAIT is no connection's",
                        null);
                long oldest = records.deadlineNs(records.oldest());
                require(records.deadlineNs(i) - oldest >= 0, "the oldest ends first", null);
            }
        }
        require(used == records.size(), "the TIME-WAIT table's size", null);
    }

    /** The wheel's answer against a walk over all timers. */
    private void checkDeadline() {
        int timers = 2 * connections.tcbs.length + connections.synQueue.capacity();
        long earliest = Tcb.NEVER;
        for (int i = 0; i < timers; i++) {
            long filed = connections.wheel.filedNs(i);
            long at = connections.wheel.isFiled(i) ? deadlines.deadlineNs(i, filed) : Tcb.NEVER;
            if (at != Tcb.NEVER && (earliest == Tcb.NEVER || at - earliest < 0)) {
                earliest = at;
            }
        }
        require(connections.wheel.nextDeadlineNs() == earliest, "the next deadline is exact", null);
    }

    private void requireFiled(int timer, long deadlineNs, Tcb tcb) {
        TimerWheel wheel = connections.wheel;
        boolean filed = wheel.isFiled(timer) && deadlineNs - wheel.filedNs(timer) >= 0;
        require(filed, "a timer is filed for its deadline, or earlier", tcb);
    }

    private static void require(boolean holds, String what, Tcb tcb) {
        if (!holds) {
            throw new AssertionError("invariant: " + what + (tcb == null ? "" : describe(tcb)));
        }
    }

    static String describe(Tcb tcb) {
        return String.format(
                " [slot %d %s%s%s una %d nxt %d end %d%s wnd %d mss %d cwnd %d pipe %d%s%s | rcv.nxt %d adv %d read %d"
                        + " | timer %d debts %d%s%s resend %d..%d]",
                tcb.slot,
                TcpState.name(tcb.state),
                tcb.owned ? " owned" : "",
                tcb.attached ? " attached" : "",
                tcb.sndUna - tcb.iss,
                tcb.sndNxt - tcb.iss,
                tcb.sndEnd - tcb.iss,
                tcb.finQueued ? "+fin" : "",
                tcb.sndWnd,
                tcb.sendMss,
                tcb.cwnd,
                tcb.pipe(),
                tcb.fastRecovery ? " recovering" : "",
                tcb.afterTimeout ? " after time-out" : "",
                tcb.rcvNxt - tcb.irs,
                tcb.rcvAdv - tcb.irs,
                tcb.rcvRead - tcb.irs,
                tcb.timer,
                tcb.ackDebt,
                tcb.synDebt ? " syn" : "",
                tcb.resetDebt ? " rst" : "",
                tcb.resendNxt - tcb.iss,
                tcb.resendEnd - tcb.iss);
    }
}
