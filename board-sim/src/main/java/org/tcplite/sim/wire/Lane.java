package org.tcplite.sim.wire;

import static org.tcplite.sim.capture.FrameTap.IN;
import static org.tcplite.sim.capture.FrameTap.OUT;

import org.tcplite.hal.Idle;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.mac.Frame;
import org.tcplite.sim.mac.SimulatedDmaMac;

/**
 * One direction of a wire: takes frames from one MAC's transmit ring and brings them to the other's
 * receive ring. A frame that nothing delays goes straight from ring to ring, the others by way of
 * {@link FramesInFlight}.
 */
final class Lane {

    /** Frames moved in one turn, at most, of each kind. */
    private static final int BATCH = 64;

    private static final long NS_PER_S = 1_000_000_000L;

    private final SimulatedDmaMac sender;
    private final SimulatedDmaMac receiver;
    private final WireConfig config;
    private final Fate fate = new Fate();

    /** Null while nothing delays a frame. */
    private FramesInFlight inFlight;

    private Impairment impairment;
    private FrameTap senderTap;
    private FrameTap receiverTap;

    private long lineFreeNs;
    private boolean lineBusy;
    private long sent;
    private long lost;

    /** The fate of the head of the sender's ring is decided, but the receiver has no room yet. */
    private boolean held;

    Lane(SimulatedDmaMac sender, SimulatedDmaMac receiver, WireConfig config) {
        config.check();
        this.sender = sender;
        this.receiver = receiver;
        this.config = config;
        if (config.delayNs > 0 || config.bitsPerSecond > 0) {
            makeRoomInFlight();
        }
    }

    void setImpairment(Impairment newImpairment) {
        impairment = newImpairment;
        makeRoomInFlight();
    }

    private void makeRoomInFlight() {
        if (inFlight == null) {
            inFlight = new FramesInFlight(config.limit, sender.maxFrame());
        }
    }

    void setSenderTap(FrameTap tap) {
        senderTap = tap;
    }

    void setReceiverTap(FrameTap tap) {
        receiverTap = tap;
    }

    /** Frames taken from the sender. */
    long sent() {
        return sent;
    }

    /** Those of them that did not arrive. */
    long lost() {
        return lost;
    }

    /** Delivers what has arrived, then takes what is to be sent; true if anything moved. */
    boolean turn(long nowNs) {
        boolean moved = deliverArrived(nowNs);
        for (int i = 0; i < BATCH; i++) {
            Frame frame = sender.pollTransmitted();
            if (frame == null || !take(frame, nowNs)) {
                return moved;
            }
            sender.releaseTransmitted();
            moved = true;
        }
        return true;
    }

    /** When something is to be moved: {@code nowNs} if at once. */
    long nextDeadlineNs(long nowNs) {
        if (sender.hasTransmitted() && (!held || receiverReady())) {
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
            String comment = lose(receiverTap != null, inFlight.earliestNumber(), "cable out", IN);
            tapReceiver(nowNs, inFlight.earliestOctets(), 0, inFlight.earliestLength(), comment);
            inFlight.removeEarliest();
        }
    }

    /** Nothing is on its way that a frame sent now could overtake. */
    private boolean isStraight() {
        return inFlight == null || inFlight.isEmpty();
    }

    private boolean receiverReady() {
        return !config.flowControl || receiver.canReceive() || !receiver.isListening();
    }

    private boolean deliverArrived(long nowNs) {
        boolean moved = false;
        for (int i = 0; i < BATCH && !isStraight(); i++) {
            if (inFlight.earliestNs() - nowNs > 0 || !receiverReady()) {
                return moved;
            }
            int length = inFlight.earliestLength();
            arrive(inFlight.earliestNumber(), inFlight.earliestOctets(), 0, length, nowNs);
            inFlight.removeEarliest();
            moved = true;
        }
        return moved;
    }

    /** Sends the frame at the head of the sender's ring; false if it has to wait there. */
    private boolean take(Frame frame, long nowNs) {
        if (!held) {
            decide(frame);
        }
        if (fate.isDropped()) {
            dropOnTheWay(frame, fate.reason(), nowNs);
            return true;
        }
        long delayNs = serializationNs(frame.length, nowNs) + config.delayNs + fate.extraDelayNs();
        if (delayNs == 0 && isStraight()) {
            return sendStraight(frame, nowNs);
        }
        if (inFlight.isFull()) {
            dropOnTheWay(frame, "queue limit " + config.limit, nowNs);
            return true;
        }
        tapSender(nowNs, frame, null);
        inFlight.add(sent, frame.octets, frame.offset, frame.length, nowNs + delayNs);
        return true;
    }

    private void decide(Frame frame) {
        sent++;
        fate.begin(sent, frame.octets, frame.offset, frame.length);
        if (impairment != null) {
            impairment.decide(fate);
        }
    }

    private boolean sendStraight(Frame frame, long nowNs) {
        held = !receiverReady();
        if (held) {
            return false;
        }
        tapSender(nowNs, frame, null);
        arrive(sent, frame.octets, frame.offset, frame.length, nowNs);
        return true;
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

    private void arrive(long number, byte[] octets, int offset, int length, long nowNs) {
        boolean full = !receiver.canReceive();
        String comment = null;
        if (!receiver.receiveFromWire(octets, offset, length)) {
            String reason = full ? "no free receive descriptor" : "not accepted by the MAC";
            comment = lose(receiverTap != null, number, reason, IN);
        }
        tapReceiver(nowNs, octets, offset, length, comment);
    }

    private void dropOnTheWay(Frame frame, String reason, long nowNs) {
        tapSender(nowNs, frame, lose(senderTap != null, sent, reason, OUT));
        if (receiverTap != null) {
            String comment = comment(sent, reason, IN);
            tapReceiver(nowNs, frame.octets, frame.offset, frame.length, comment);
        }
    }

    /** Counts a loss; says so in words only if somebody listens. */
    private String lose(boolean isSeen, long number, String reason, int direction) {
        lost++;
        return isSeen ? comment(number, reason, direction) : null;
    }

    private static String comment(long number, String reason, int direction) {
        return "dropped by wire: "
                + (reason == null ? "" : reason + ", ")
                + ("frame " + number)
                + (direction == IN ? " in" : " out");
    }

    private void tapSender(long nowNs, Frame frame, String comment) {
        if (senderTap != null) {
            senderTap.frame(OUT, nowNs, frame.octets, frame.offset, frame.length, comment);
        }
    }

    private void tapReceiver(long nowNs, byte[] octets, int offset, int length, String comment) {
        if (receiverTap != null) {
            receiverTap.frame(IN, nowNs, octets, offset, length, comment);
        }
    }
}
