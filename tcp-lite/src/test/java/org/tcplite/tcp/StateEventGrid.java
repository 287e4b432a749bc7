package org.tcplite.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What every event does in every state, as one table: a row an event, a column a state. Each cell
 * is a connection of its own, led to the state by segments, that meets the event and 250 ms of
 * silence after it.
 *
 * <p>A cell says, as far as there is something to say: the answers ({@code A}, {@code SA}, {@code
 * FA}, {@code R=ack} for a reset numbered by the ACK field, {@code R=0} for one of number 0, {@code
 * R=nxt} for one of SND.NXT), {@code +10} octets or {@code eof} delivered, {@code !} with the error
 * told, {@code trouble} reported, {@code >} with the next state. A call's result stands in
 * brackets. {@code .} is nothing at all.
 */
final class StateEventGrid {

    /** The states, LISTEN with a half-open entry counted as one. */
    enum State {
        CLOSED,
        LISTEN,
        HALF_OPEN,
        SYN_SENT,
        SYN_RCVD,
        ESTAB,
        FIN_WAIT1,
        FIN_WAIT2,
        CLOSE_WAIT,
        CLOSING,
        LAST_ACK,
        TIME_WAIT
    }

    private static final int PEER = 0xc633640a;
    private static final int PEER_PORT = 5000;
    private static final int IRS = 100;
    private static final int FAR = 100_000;
    private static final long SETTLE_NS = 250_000_000L;

    private static final String[] WITH_ACK = {"A", "SA", "FA", "RA", "A+10", "FA+10"};
    private static final String[] WITHOUT_ACK = {"S", "F", "R", "+10", "S+10", "SF", "SR"};
    private static final String[] SEQS = {"-1", "0", "+1", "far"};
    private static final String[] ACKS = {"una-1", "una", "nxt", "nxt+1"};

    /** Reasons to drop a segment whole in a synchronized state. */
    private static final Set<String> DROPPED_WHOLE =
            Set.of(
                    "DropOutOfWindow",
                    "DropBadAck",
                    "DropNoAck",
                    "DropRstChallenged",
                    "TCPSYNChallenge");

    /** What even such a segment changes: debts, their limit, and the last sign of life. */
    private static final Set<String> MAY_CHANGE =
            Stream.concat(BlindAttacker.DEBTS.stream(), Stream.of("lastHeardNs"))
                    .collect(Collectors.toSet());

    /** One connection, or what stands in its place. */
    private static final class World {
        final ManyPeers peers;
        final Tcp tcp;
        final byte[] buffer = new byte[4096];
        int listener = Tcp.NONE;
        int handle = Tcp.NONE;
        int rcvNxt = IRS;
        int sndUna = 5000;
        int sndNxt = 5000;

        World() {
            TcpConfig config = new TcpConfig();
            config.connections = 4;
            config.receiveBuffer = 4096;
            config.sendBuffer = 4096;
            config.synQueue = 8;
            config.timeWait = 4;
            peers = new ManyPeers(config, 7_000_000_000L, 7);
            tcp = peers.tcp;
        }

        void send(int seq, int ack, int flags, int text) {
            peers.send(PEER, PEER_PORT, seq, ack, flags, ManyPeers.NO_OPTIONS, text);
        }

        void listen() {
            listener = tcp.listen(ManyPeers.PORT, 2);
        }

        void halfOpen() {
            listen();
            send(IRS, 0, Segment.SYN, 0);
            synchronizeWith(peers.only().seq());
        }

        void connect() {
            handle = tcp.connect(PEER, PEER_PORT, ManyPeers.PORT, peers.nowNs);
            peers.runFor(0);
            sndUna = peers.only().seq();
            sndNxt = sndUna + 1;
        }

        void crossed() {
            connect();
            send(IRS, 0, Segment.SYN, 0);
            rcvNxt = IRS + 1;
        }

        private void synchronizeWith(int iss) {
            sndUna = iss;
            sndNxt = iss + 1;
            rcvNxt = IRS + 1;
        }

        void establish() {
            halfOpen();
            send(rcvNxt, sndNxt, Segment.ACK, 0);
            sndUna = sndNxt;
            handle = tcp.accept(listener);
        }

        void ourFin() {
            tcp.shutdownWrite(handle, peers.nowNs);
            peers.runFor(0);
            sndNxt++;
        }

        void ourFinAcknowledged() {
            send(rcvNxt, sndNxt, Segment.ACK, 0);
            sndUna = sndNxt;
        }

        void theirFin() {
            send(rcvNxt, sndUna, Segment.FIN | Segment.ACK, 0);
            rcvNxt++;
        }

        State state() {
            int ports = PEER_PORT << 16 | ManyPeers.PORT;
            Connections all = tcp.connections;
            int slot = all.table.find(PEER, ports);
            if (slot != ConnectionTable.NONE) {
                return of(all.tcbs[slot].state);
            }
            if (all.timeWait.find(PEER, ports) != TimeWaitTable.NONE) {
                return State.TIME_WAIT;
            }
            if (all.synQueue.size() > 0) {
                return State.HALF_OPEN;
            }
            boolean listens = all.listeners.find(ManyPeers.PORT) != Listeners.NONE;
            return listens && handle == Tcp.NONE ? State.LISTEN : State.CLOSED;
        }

        /** The connection, or null where there is none. */
        Tcb connection() {
            int slot = tcp.connections.table.find(PEER, PEER_PORT << 16 | ManyPeers.PORT);
            return slot == ConnectionTable.NONE ? null : tcp.connections.tcbs[slot];
        }

        private static State of(int state) {
            int behindHalfOpen = state - TcpState.SYN_SENT;
            return State.values()[State.SYN_SENT.ordinal() + behindHalfOpen];
        }
    }

    private static World in(State state) {
        World world = new World();
        switch (state) {
            case CLOSED -> {}
            case LISTEN -> world.listen();
            case HALF_OPEN -> world.halfOpen();
            case SYN_SENT -> world.connect();
            case SYN_RCVD -> world.crossed();
            default -> synchronizedIn(world, state);
        }
        world.peers.sent.clear();
        if (world.state() != state) {
            throw new AssertionError(state + " is not reached, but " + world.state());
        }
        return world;
    }

    private static void synchronizedIn(World world, State state) {
        world.establish();
        switch (state) {
            case FIN_WAIT1 -> world.ourFin();
            case FIN_WAIT2 -> {
                world.ourFin();
                world.ourFinAcknowledged();
            }
            case CLOSE_WAIT -> world.theirFin();
            case CLOSING -> {
                world.ourFin();
                world.theirFin();
            }
            case LAST_ACK -> {
                world.theirFin();
                world.ourFin();
            }
            case TIME_WAIT -> {
                world.ourFin();
                world.ourFinAcknowledged();
                world.theirFin();
            }
            default -> {}
        }
        if (world.handle > 0) {
            world.tcp.read(world.handle, world.buffer, 0, 0, world.peers.nowNs);
        }
    }

    // ---- events

    /** An event by name; it answers a call's result, or null. */
    private interface Event {
        String happen(World world);
    }

    private final List<List<String>> rows = new ArrayList<>();
    private final List<List<String>> drops = new ArrayList<>();

    /** Segments that were dropped whole, and yet changed a connection; how many were compared. */
    final List<String> turned = new ArrayList<>();

    int compared;

    /** Lets everything happen in every state. */
    StateEventGrid() {
        List<String> head = new ArrayList<>(List.of("event"));
        for (State state : State.values()) {
            head.add(state.name().replace('_', '-'));
        }
        rows.add(head);
        drops.add(head);
        for (String shape : WITHOUT_ACK) {
            for (String seq : SEQS) {
                row("%-6s seq %s".formatted(shape, seq), world -> segment(world, shape, seq, null));
            }
        }
        for (String shape : WITH_ACK) {
            for (String seq : SEQS) {
                for (String ack : ACKS) {
                    String name = "%-6s seq %-4s %s".formatted(shape, seq, ack);
                    row(name, world -> segment(world, shape, seq, ack));
                }
            }
        }
        icmp();
        calls();
        time();
    }

    /** What is done, a line a row. */
    List<String> lines() {
        return aligned(rows);
    }

    /** The drop counters that move, a line a row: why nothing more was done. */
    List<String> drops() {
        return aligned(drops);
    }

    private static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[State.values().length + 1];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(("%-" + widths[i] + "s  ").formatted(row.get(i)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private void icmp() {
        for (int[] error : new int[][] {{3, 1}, {3, 2}, {3, 3}, {11, 0}, {12, 0}, {4, 0}}) {
            row("icmp %d/%d of una".formatted(error[0], error[1]), world -> icmp(world, error, 0));
        }
        row("icmp 3/3 of una-1", world -> icmp(world, new int[] {3, 3}, -1));
    }

    private static String icmp(World world, int[] error, int off) {
        byte[] quoted = new byte[8];
        Fields.put32(quoted, 0, ManyPeers.PORT << 16 | PEER_PORT);
        Fields.put32(quoted, 4, world.sndUna + off);
        long nowNs = world.peers.nowNs;
        world.tcp.icmpError(error[0], error[1], 0, quoted, 0, ManyPeers.SELF, PEER, nowNs);
        return null;
    }

    private void calls() {
        row("OPEN passive", world -> handle(world.tcp.listen(ManyPeers.PORT, 1)));
        row(
                "OPEN active",
                world -> handle(world.tcp.connect(PEER, PEER_PORT, ManyPeers.PORT, now(world))));
        call("SEND 10", world -> write(world, new byte[10], now(world)));
        call("RECEIVE", world -> world.tcp.read(world.handle, world.buffer, 0, 10, now(world)));
        call("SHUTDOWN", world -> world.tcp.shutdownWrite(world.handle, now(world)));
        call("CLOSE", world -> world.tcp.close(world.handle, now(world)));
        call("ABORT", world -> world.tcp.abort(world.handle, now(world)));
        row("CLOSE listener", world -> result(world.tcp.close(world.listener, now(world))));
    }

    private static int write(World world, byte[] text, long nowNs) {
        return world.tcp.write(world.handle, text, 0, text.length, nowNs);
    }

    private void call(String name, ToIntFunction<World> call) {
        row(name, world -> world.handle < 0 ? "no handle" : result(call.applyAsInt(world)));
    }

    private void time() {
        row("the next deadline", after(world -> world.peers.runFor(untilDeadline(world))));
        row("an hour", after(world -> world.peers.runFor(3_600_000_000_000L)));
    }

    private static Event after(Consumer<World> change) {
        return world -> {
            change.accept(world);
            return null;
        };
    }

    private static long untilDeadline(World world) {
        long deadline = world.tcp.nextDeadlineNs();
        return deadline == Long.MAX_VALUE ? 0 : Math.max(0, deadline - now(world));
    }

    private static long now(World world) {
        return world.peers.nowNs;
    }

    private static String result(int result) {
        return result < 0 ? text(result) : "" + result;
    }

    private static String handle(int result) {
        return result < 0 ? text(result) : "handle";
    }

    private static String text(int error) {
        String text = TcpError.text(error).replace("connection ", "");
        return error == TcpError.ADDRESS_IN_USE ? "in use" : text;
    }

    private static String segment(World world, String shape, String seq, String ack) {
        int text = shape.endsWith("+10") ? 10 : 0;
        int flags = 0;
        for (char letter : shape.replace("+10", "").toCharArray()) {
            flags |= 1 << "FSRPAU".indexOf(letter);
        }
        int number = world.rcvNxt + (seq.equals("far") ? FAR : Integer.parseInt(seq));
        world.send(number, ack == null ? 0 : number(world, ack), flags, text);
        return null;
    }

    private static int number(World world, String ack) {
        return switch (ack) {
            case "una-1" -> world.sndUna - 1;
            case "una" -> world.sndUna;
            case "nxt" -> world.sndNxt;
            default -> world.sndNxt + 1;
        };
    }

    // ---- cells

    private void row(String name, Event event) {
        List<String> row = new ArrayList<>(List.of(name));
        List<String> reasons = new ArrayList<>(List.of(name));
        for (State state : State.values()) {
            World world = in(state);
            long[] before = dropped(world);
            Tcb tcb = world.connection();
            long hash = tcb == null ? 0 : Inspector.hash(tcb, MAY_CHANGE);
            String result = event.happen(world);
            boolean changed = tcb != null && Inspector.hash(tcb, MAY_CHANGE) != hash;
            row.add(outcome(world, state, name, result));
            String reason = moved(before, dropped(world));
            reasons.add(reason);
            if (DROPPED_WHOLE.contains(reason) && world.state() == state && tcb != null) {
                compared++;
                if (changed) {
                    turned.add(name + " in " + state);
                }
            }
        }
        rows.add(row);
        drops.add(reasons);
    }

    private static long[] dropped(World world) {
        return LongStream.range(0, TcpCounter.COUNT)
                .map(id -> id < TcpCounter.FIRST_DROP ? 0 : world.tcp.counter((int) id))
                .toArray();
    }

    private static String moved(long[] before, long[] after) {
        StringJoiner names = new StringJoiner(" ");
        for (int id = 0; id < before.length; id++) {
            long times = after[id] - before[id];
            if (times > 0) {
                names.add((times > 1 ? times + "*" : "") + TcpCounter.name(id));
            }
        }
        return names.length() == 0 ? "." : names.toString();
    }

    private static String outcome(World world, State state, String name, String result) {
        if (!name.startsWith("an hour")) {
            world.peers.runFor(SETTLE_NS);
        }
        StringJoiner cell = new StringJoiner(" ");
        answers(world, name, cell);
        if (result != null) {
            cell.add("[" + result + "]");
        }
        if (result == null) {
            delivered(world, cell);
        }
        if (world.state() != state) {
            cell.add(">" + world.state().name().replace('_', '-'));
        }
        return cell.length() == 0 ? "." : cell.toString();
    }

    private static void answers(World world, String name, StringJoiner cell) {
        String last = "";
        int times = 0;
        for (ManyPeers.Sent sent : world.peers.sent) {
            String answer = answer(world, name, sent);
            if (!answer.equals(last)) {
                add(cell, last, times);
                times = 0;
            }
            last = answer;
            times++;
        }
        add(cell, last, times);
    }

    private static void add(StringJoiner cell, String answer, int times) {
        if (times > 0) {
            cell.add(times == 1 ? answer : times + "*" + answer);
        }
    }

    private static String answer(World world, String name, ManyPeers.Sent sent) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < 5; bit++) {
            letters.append((sent.flags() & 1 << bit) != 0 ? "FSRPA".charAt(bit) : "");
        }
        int text = Fields.textLength(sent.segment());
        if (text > 0) {
            letters.append('+').append(text);
        }
        if ((sent.flags() & Segment.RST) == 0) {
            return letters.toString();
        }
        int at = name.lastIndexOf(' ');
        String ack = at < 0 ? "" : name.substring(at + 1);
        boolean byAck =
                (ack.startsWith("una") || ack.startsWith("nxt"))
                        && sent.seq() == number(world, ack);
        String number =
                byAck
                        ? "=ack"
                        : sent.seq() == 0 ? "=0" : sent.seq() == world.sndNxt ? "=nxt" : "=?";
        return letters + number;
    }

    /** What the user finds: text, the end of the stream, an error, a report of trouble. */
    private static void delivered(World world, StringJoiner cell) {
        if (world.handle == Tcp.NONE && world.listener != Tcp.NONE) {
            int accepted = world.tcp.accept(world.listener);
            world.handle = accepted > 0 ? accepted : Tcp.NONE;
        }
        if (world.handle == Tcp.NONE) {
            return;
        }
        boolean hadFin = world.rcvNxt > IRS + 1;
        int octets = 0;
        int result;
        do {
            result = world.tcp.read(world.handle, world.buffer, 0, 4096, now(world));
            octets += Math.max(result, 0);
        } while (result > 0);
        if (octets > 0) {
            cell.add("+" + octets);
        }
        if (result == TcpError.END_OF_STREAM && !hadFin) {
            cell.add("eof");
        }
        int reason = world.tcp.endReason(world.handle);
        if (reason < 0) {
            cell.add("!" + text(reason));
        }
        if ((world.tcp.takeSignals(world.handle) & Signals.TROUBLE) != 0) {
            cell.add("trouble");
        }
    }
}
