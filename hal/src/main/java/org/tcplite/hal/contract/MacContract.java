package org.tcplite.hal.contract;

import org.tcplite.hal.Clock;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;

/**
 * The contract of {@link EthernetMac}, executable: each case drives a driver as the stack might,
 * and holds it to a sentence of the interface's documentation.
 *
 * <pre>
 *     MacContract contract = new MacContract(mac, clock, report, seed);
 *     if (contract.start(wakeup) == 0) {
 *         for (int i = 1; i &lt;= MacContract.CASES; i++) {
 *             contract.begin(i);
 *             while (contract.step()) {
 *                 // sleep a millisecond at most, feed the watchdog, move the simulated wire ...
 *             }
 *         }
 *     }
 * </pre>
 *
 * <p>Most cases need a {@link MacContractPeer} at the other end of the cable. They know lost frames
 * from broken ones: what did not come is asked for again a few times, what came wrong fails at
 * once. Frames of others on the wire do no harm.
 *
 * <p>The driver is polled, with and without wake-ups; a driver that signals for no reason passes. A
 * {@code RuntimeException} of the driver fails the case.
 */
public final class MacContract {

    // ---- outcomes

    /** {@link #outcome()}: {@link #step} has to be called again. */
    public static final int RUNNING = 0;

    /** The driver keeps to it. */
    public static final int OK = 1;

    /** The driver does not keep to it. */
    public static final int FAILED = 2;

    /** The question does not arise, with this driver or this peer. */
    public static final int SKIPPED = 3;

    // ---- cases; the numbers stay

    /** Capabilities, limits, address and link state are possible and stay (local). */
    public static final int IDENTITY = 1;

    /** A claim has room for its frame; an abandoned one is free again (local). */
    public static final int CLAIM = 2;

    /** Frames of 60 to 63 octets and the greatest arrive at the peer as they were built. */
    public static final int SIZES_OUT = 3;

    /** Frames of 60 to 63 octets and the greatest are shown as they were sent. */
    public static final int SIZES_IN = 4;

    /** Shorter frames are padded with zeros, by a MAC that says it pads. */
    public static final int PADDING = 5;

    /** A claim after a commit does not touch the committed frame. */
    public static final int COMMITTED = 6;

    /** Nothing is sent of a frame that was abandoned. */
    public static final int ABANDON = 7;

    /** A full ring refuses, loses and reorders nothing, and wakes when there is room. */
    public static final int FULL_RING = 8;

    /** Calls that have no reason change nothing. */
    public static final int NEEDLESS_CALLS = 9;

    /** The head frame stays as it is until it is released, and is gone then. */
    public static final int HOLD = 10;

    /** A reply can be built while the frame it answers is peeked. */
    public static final int REPLY = 11;

    /** What a burst loses is counted. */
    public static final int BURST = 12;

    /** A frame wakes, by a MAC that says it has interrupts. */
    public static final int WAKE_UP = 13;

    /** A link that goes and comes back is seen, and wakes. */
    public static final int LINK = 14;

    /** Frames for this station and for everybody are shown; frames for others do no harm. */
    public static final int ADDRESSES = 15;

    /** A frame that is too long is dropped or marked, the next is good. */
    public static final int TOO_LONG = 16;

    /** Exactly the checksums are filled that the flags ask for. */
    public static final int CHECKSUM_OUT = 17;

    /** What is said of a received frame's checksums is true. */
    public static final int CHECKSUM_IN = 18;

    /** The checksum of a fragment's segment is not called checked. */
    public static final int FRAGMENT = 19;

    /** Counters count, and never go back. */
    public static final int COUNTERS = 20;

    /** No call waits. */
    public static final int TIME = 21;

    /** The number of cases; they are numbered from 1. */
    public static final int CASES = 21;

    /** The length of frames whose calls are timed: every driver carries it. */
    static final int TIMED_LENGTH = 590;

    private static final int ATTEMPTS = 3;

    /** The longest a call may take each time it is made, in microseconds; up to 2,000,000. */
    public int callLimitUs = 5_000;

    /** The longest a peer takes to answer, in nanoseconds. */
    public long answerNs = 300_000_000;

    /** The longest a link takes to go or to come back, in nanoseconds. */
    public long linkNs = 10_000_000_000L;

    private final ContractReport report;
    private final Driver driver;
    private final Exchange exchange;
    private final Cases local;
    private final Cases transmit;
    private final Cases receive;

    private Cases cases;
    private int number;
    private int round;
    private int attempt;
    private boolean greeting;
    private boolean roundDue;
    private int outcome = OK;

    /**
     * A contract with a driver that was not started yet.
     *
     * @param clock times calls and answers, in real or in virtual time
     * @param seed tells this run from others on the same wire; any number
     */
    public MacContract(EthernetMac mac, Clock clock, ContractReport report, int seed) {
        this.report = report;
        driver = new Driver(mac, clock);
        exchange = new Exchange(driver, seed & 0xffff);
        local = new LocalCases(exchange);
        transmit = new TransmitCases(exchange);
        receive = new ReceiveCases(exchange);
        cases = local;
    }

    /**
     * Starts the driver.
     *
     * @param wakeup is signalled with every wake-up of the driver
     * @return 0, or a negative constant of {@link org.tcplite.hal.HalError}
     */
    public int start(Wakeup wakeup) {
        int error = driver.start(wakeup);
        if (error == 0) {
            exchange.started();
        }
        return error;
    }

    /** Begins a case; the one before has to be over. */
    public void begin(int caseNumber) {
        exchange.answerNs = answerNs;
        exchange.linkNs = linkNs;
        number = caseNumber;
        cases = casesOf(caseNumber);
        round = 0;
        attempt = 0;
        outcome = RUNNING;
        greeting = isWire(caseNumber) && !exchange.peerKnown;
        roundDue = !greeting;
        if (greeting) {
            exchange.ask();
        }
    }

    /**
     * Goes on with the case: at most 80 frames each way.
     *
     * @return false if it is decided
     */
    public boolean step() {
        try {
            return stepUncaught();
        } catch (RuntimeException e) {
            decide(FAILED, "the driver threw an exception in round", round);
            return false;
        }
    }

    /**
     * The same where nothing catches: an exception of the driver passes through, or ends the
     * program on a board that has no unwinder.
     *
     * @return false if the case is decided
     */
    public boolean stepUncaught() {
        if (outcome == RUNNING) {
            advance();
        }
        return outcome == RUNNING;
    }

    /** {@link #RUNNING}, or the verdict. */
    public int outcome() {
        return outcome;
    }

    private Cases casesOf(int caseNumber) {
        switch (caseNumber) {
            case IDENTITY:
            case CLAIM:
                return local;
            case SIZES_IN:
            case HOLD:
            case REPLY:
            case BURST:
            case WAKE_UP:
            case LINK:
            case ADDRESSES:
            case TOO_LONG:
            case CHECKSUM_IN:
            case FRAGMENT:
                return receive;
            default:
                return transmit;
        }
    }

    private void advance() {
        if (roundDue) {
            roundDue = false;
            int begun = cases.begin(number, round);
            if (begun != Cases.GOOD || cases == local) {
                settle(begun);
            }
            return;
        }
        int answer = exchange.step(cases, number, round);
        if (answer == Exchange.GOES_ON) {
            return;
        }
        if (!greeting) {
            settle(answer == Cases.GOOD ? cases.judge(number, round) : answer);
        } else if (answer == Cases.GOOD) {
            greeting = false;
            roundDue = true;
        } else {
            decide(FAILED, cases.why, cases.value);
        }
    }

    /** The round is over, or goes into another exchange. */
    private void settle(int answer) {
        switch (answer) {
            case Cases.HELD:
                return;
            case Cases.BAD:
                decide(FAILED, cases.why, cases.value);
                return;
            case Cases.NOT_ASKED:
                decide(SKIPPED, cases.why, cases.value);
                return;
            case Cases.MISSING:
                if (++attempt == ATTEMPTS) {
                    decide(FAILED, cases.why, cases.value);
                }
                break;
            default:
                attempt = 0;
                round++;
                break;
        }
        roundDue = true;
        if (round == cases.rounds(number)) {
            allRoundsGood();
        }
    }

    private void allRoundsGood() {
        if (number != TIME) {
            boolean neverFull = number == FULL_RING && !exchange.everRefused();
            decide(OK, neverFull ? "the ring was never full, frames sent" : "", exchange.sent());
        } else if (cases == transmit) {
            cases = receive;
            round = 0;
        } else {
            int slow = driver.slowerThan(callLimitUs * 1_000);
            if (slow < 0) {
                decide(OK, "", 0);
            } else {
                decide(FAILED, Driver.nameOfCall(slow), callLimitUs);
            }
        }
    }

    private void decide(int verdict, String why, int value) {
        outcome = verdict;
        report.verdict(number, verdict, why, value);
    }

    // ---- what is known of a case

    /** True if the case needs a peer at the other end of the cable. */
    public static boolean isWire(int caseNumber) {
        return caseNumber > CLAIM;
    }

    /** The case's name, for people and reports; never null. */
    public static String name(int caseNumber) {
        switch (caseNumber) {
            case IDENTITY:
                return "identity";
            case CLAIM:
                return "claim";
            case SIZES_OUT:
                return "sizes-out";
            case SIZES_IN:
                return "sizes-in";
            case PADDING:
                return "padding";
            case COMMITTED:
                return "committed";
            case ABANDON:
                return "abandon";
            case FULL_RING:
                return "full-ring";
            case NEEDLESS_CALLS:
                return "needless-calls";
            case HOLD:
                return "hold";
            case REPLY:
                return "reply";
            case BURST:
                return "burst";
            case WAKE_UP:
                return "wake-up";
            case LINK:
                return "link";
            case ADDRESSES:
                return "addresses";
            case TOO_LONG:
                return "too-long";
            case CHECKSUM_OUT:
                return "checksum-out";
            case CHECKSUM_IN:
                return "checksum-in";
            case FRAGMENT:
                return "fragment";
            case COUNTERS:
                return "counters";
            case TIME:
                return "time";
            default:
                return "unknown";
        }
    }
}
