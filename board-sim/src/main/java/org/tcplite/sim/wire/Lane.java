package org.tcplite.sim.wire;

import static org.tcplite.sim.capture.FrameTap.IN;
import static org.tcplite.sim.capture.FrameTap.OUT;

import org.tcplite.hal.Idle;
import org.tcplite.sim.capture.FrameTap;

/**
 * One direction of a wire: takes frames from one end and brings them to the other. A frame to which
 * nothing happens goes straight across, the others by way of {@link FramesInFlight}.
 */
final class Lane {

    /** Frames moved in one turn, at most, of each kind. */
    private static final int BATCH = 64;

    private static final long NS_PER_S = 1_000_000_000L;

    private final Port sender;
    private final Port receiver;
    private final Fate fate = new Fate();
    private final LaneCounters counters = new LaneCounters();
    private WireConfig config;

    /** Null while nothing delays a frame. */
    private FramesInFlight inFlight;

    private Impairment impairment;
    private FrameTap senderTap;
    private FrameTap receiverTap;

    private long number;
    private long lineFreeNs;
    private boolean lineBusy;

    /** The fate of the sender's first frame is decided, but the receiver has no room yet. */
    private boolean held;

    Lane(Port sender, Port receiver, WireConfig config) {
        config.check();
        this.sender = sender;
        this.receiver = receiver;
        this.config = config;
        makeRoomInFlight();
    }

    void setImpairment(Impairment newImpairment) {
        impairment = newImpairment;
        makeRoomInFlight();
    }

    /**
     * Other properties from now on, and frames numbered from 1 again; what is on its way stays so.
     */
    void reconfigure(WireConfig newConfig, Impairment newImpairment) {
        newConfig.check();
        if (inFlight != null && newConfig.limit != config.limit) {
            inFlight = inFlight.resizedTo(newConfig.limit);
        }
        config = newConfig;
        number = 0;
        lineBusy = false;
        setImpairment(newImpairment);
    }

    private void makeRoomInFlight() {
        boolean mayDelay = config.takesTime() || impairment != null;
        if (mayDelay && inFlight == null) {
            inFlight = new FramesInFlight(config.limit, sender.maxFrame());
        }
    }

    void setSenderTap(FrameTap tap) {
        senderTap = tap;
    }

    void setReceiverTap(FrameTap tap) {
        receiverTap = tap;
    }

    LaneCounters counters() {
        counters.onTheWay = inFlight == null ? 0 : inFlight.count();
        return counters;
    }

    /** Delivers what has arrived, then takes what is to be sent; true if anything moved. */
    boolean turn(long nowNs) {
        boolean moved = deliverArrived(nowNs);
        for (int i = 0; i < BATCH; i++) {
            int length = sender.poll();
            if (length == 0 || !take(length, nowNs)) {
                return moved;
            }
            held = false;
            sender.release();
            moved = true;
        }
        return true;
    }

    /** When something is to be moved: {@code nowNs} if at once. */
    long nextDeadlineNs(long nowNs) {
        if (sender.hasFrame() && (!held || receiverReady())) {
            return nowNs;
        }
        if (isStraight()) {
            return Idle.FOREVER;
        }
        boolean waitsForRoom = inFlight.earliestNs() - nowNs <= 0 && !receiverReady();
        return waitsForRoom ? Idle.FOREVER : inFlight.earliestNs();
    }

    /** The cable is pulled out: what was on it is lost. */
    void loseAll(long nowNs) {
        while (!isStraight()) {
            counters.notTaken++;
            String comment = dropped(receiverTap, inFlight.earliestNumber(), "cable out", IN);
            tapReceiver(nowNs, inFlight.earliestOctets(), 0, inFlight.earliestLength(), comment);
            inFlight.removeEarliest();
        }
    }

    /** Nothing is on its way that a frame sent now could overtake. */
    private boolean isStraight() {
        return inFlight == null || inFlight.isEmpty();
    }

    private boolean receiverReady() {
        return !config.flowControl || receiver.canTake() || !receiver.isListening();
    }

    private boolean deliverArrived(long nowNs) {
        boolean moved = false;
        for (int i = 0; i < BATCH && !isStraight(); i++) {
            if (inFlight.earliestNs() - nowNs > 0 || !receiverReady()) {
                return moved;
            }
            byte[] frame = inFlight.earliestOctets();
            arrive(inFlight.earliestNumber(), frame, 0, inFlight.earliestLength(), nowNs);
            inFlight.removeEarliest();
            moved = true;
        }
        return moved;
    }

    /** Sends the sender's first frame; false if it has to wait there. */
    private boolean take(int length, long nowNs) {
        if (!held) {
            decide(length);
        }
        if (fate.isDropped()) {
            counters.lost++;
            dropOnTheWay(length, fate.reason(), nowNs);
            return true;
        }
        if (mayGoAtOnce()) {
            held = !receiverReady() || isBehindAFullQueue(nowNs);
            if (held) {
                return false;
            }
            if (isStraight() && !fate.isCorrupted() && !fate.isDuplicated()) {
                sendStraight(length, nowNs);
                return true;
            }
        }
        if (isFull()) {
            counters.overLimit++;
            dropOnTheWay(length, "queue limit " + config.limit, nowNs);
            return true;
        }
        sendByTheWay(length, nowNs);
        return true;
    }

    private void decide(int length) {
        counters.frames++;
        counters.octets += length;
        number++;
        fate.begin(number, sender.octets(), sender.offset(), length);
        if (impairment != null) {
            impairment.decide(fate);
        }
    }

    /** Nothing delays the frame. */
    private boolean mayGoAtOnce() {
        boolean isQuick = config.bitsPerSecond == 0 && config.delayNs + fate.extraDelayNs() <= 0;
        return isQuick || fate.isOvertaking();
    }

    /** Frames have arrived, but not been taken yet, and there is no room for more of them. */
    private boolean isBehindAFullQueue(long nowNs) {
        return !isStraight() && isFull() && inFlight.earliestNs() - nowNs <= 0;
    }

    private boolean isFull() {
        return inFlight.isFull() || inFlight.count() >= config.limit;
    }

    private void sendStraight(int length, long nowNs) {
        tapSender(nowNs, length, null);
        arrive(number, sender.octets(), sender.offset(), length, nowNs);
    }

    private void sendByTheWay(int length, long nowNs) {
        boolean copies = fate.isDuplicated();
        long arrivesNs = nowNs + delayNs(length, nowNs);
        int overtaken = inFlight.add(number, sender.octets(), sender.offset(), length, arrivesNs);
        counters.reordered += overtaken > 0 ? 1 : 0;
        counters.corrupted += fate.isCorrupted() ? 1 : 0;
        boolean isSeen = senderTap != null || receiverTap != null;
        String note = isSeen ? Treatment.of(fate, overtaken) : null;
        inFlight.noteLatest(note);
        if (fate.isCorrupted()) {
            inFlight.flipInLatest(fate.flippedBit());
        }
        tapSender(nowNs, length, note == null ? null : note + number + " out");
        if (copies) {
            sendCopy(length, nowNs);
        }
    }

    private void sendCopy(int length, long nowNs) {
        counters.duplicated++;
        if (isFull()) {
            counters.overLimit++;
            return;
        }
        long arrivesNs = nowNs + delayNs(length, nowNs);
        inFlight.add(number, sender.octets(), sender.offset(), length, arrivesNs);
        inFlight.noteLatest(Treatment.COPY);
    }

    /** From now until the frame arrives. */
    private long delayNs(int length, long nowNs) {
        if (fate.isOvertaking()) {
            return 0;
        }
        long travelNs = Math.max(0, config.delayNs + fate.extraDelayNs());
        return serializationNs(length, nowNs) + travelNs;
    }

    /** Waiting for the line, and then for the frame's own octets to have left. */
    private long serializationNs(int length, long nowNs) {
        if (config.bitsPerSecond == 0) {
            return 0;
        }
        long startNs = lineBusy && lineFreeNs - nowNs > 0 ? lineFreeNs : nowNs;
        lineFreeNs = startNs + length * 8L * NS_PER_S / config.bitsPerSecond;
        lineBusy = true;
        return lineFreeNs - nowNs;
    }

    private void arrive(long arriving, byte[] octets, int offset, int length, long nowNs) {
        boolean full = !receiver.canTake();
        String note = isStraight() ? null : inFlight.earliestNote();
        String comment = note == null || receiverTap == null ? null : note + arriving + " in";
        if (receiver.take(octets, offset, length)) {
            counters.deliveredFrames++;
            counters.deliveredOctets += length;
        } else {
            counters.notTaken++;
            String reason = full ? "no free receive descriptor" : "not accepted by the MAC";
            comment = dropped(receiverTap, arriving, reason, IN);
        }
        tapReceiver(nowNs, octets, offset, length, comment);
    }

    private void dropOnTheWay(int length, String reason, long nowNs) {
        tapSender(nowNs, length, dropped(senderTap, number, reason, OUT));
        String comment = dropped(receiverTap, number, reason, IN);
        tapReceiver(nowNs, sender.octets(), sender.offset(), length, comment);
    }

    /** A loss in words, if somebody listens. */
    private static String dropped(FrameTap tap, long number, String reason, int direction) {
        if (tap == null) {
            return null;
        }
        return FrameTap.DROPPED
                + " by wire: "
                + (reason == null ? "" : reason + ", ")
                + ("frame " + number)
                + (direction == IN ? " in" : " out");
    }

    private void tapSender(long nowNs, int length, String comment) {
        if (senderTap != null) {
            senderTap.frame(OUT, nowNs, sender.octets(), sender.offset(), length, comment);
        }
    }

    private void tapReceiver(long nowNs, byte[] octets, int offset, int length, String comment) {
        if (receiverTap != null) {
            receiverTap.frame(IN, nowNs, octets, offset, length, comment);
        }
    }
}
