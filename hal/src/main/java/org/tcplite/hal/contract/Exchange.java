package org.tcplite.hal.contract;

import org.tcplite.hal.EthernetMac;

/**
 * One exchange with the peer at a time: frames sent and reported on, frames ordered and received,
 * or the cable pulled. What is sent, and what is thought of what arrives, is the {@link Cases}'
 * part. Each {@link #step} is bounded.
 */
final class Exchange {

    // ---- what step() answers

    /** Not yet over. */
    static final int GOES_ON = -1;

    private static final int FRAMES_PER_STEP = 80;
    private static final int TRIES = 4;
    private static final int ADDRESS = 6;
    private static final int BROADCAST_OCTET = 0xff;
    private static final int SIZES_FROM_60 = 4;

    // ---- what is going on

    private static final int SENDING = 1;
    private static final int ASKING = 2;
    private static final int COLLECTING = 3;
    private static final int LINKING = 4;

    final Driver driver;
    private final EthernetMac mac;
    private final byte[] own = new byte[ADDRESS];
    private final byte[] peer = new byte[ADDRESS];

    /** The time an answer may take. */
    long answerNs;

    /** The time a link may take to come back. */
    long linkNs;

    boolean peerKnown;
    int peerMaxFrame;

    /** Tells frames of this exchange from those of earlier ones. */
    int run;

    // ---- the report

    int count;
    int sum;
    boolean refused;

    private int doing;
    private int toSend;
    private int sent;
    private int expectedSum;
    private int request;
    private int requestKind;
    private int requestCount;
    private int requestLength;
    private boolean requested;
    private boolean reported;
    private int tries;
    private long sinceNs;
    private boolean refusedClaim;
    private boolean everRefused;
    private boolean lookAway;
    private boolean waitForSignal;
    private int collected;
    private boolean linkWasDown;
    private boolean linkUnnoticed;

    Exchange(Driver driver, int firstRun) {
        this.driver = driver;
        mac = driver.mac;
        run = firstRun;
    }

    void started() {
        mac.macAddress(own, 0);
    }

    // ---- how an exchange begins

    private void begin(int what) {
        doing = what;
        tries = 0;
        requested = false;
        reported = false;
        refused = false;
        refusedClaim = false;
        lookAway = false;
        waitForSignal = false;
        sinceNs = driver.clock.nanos();
    }

    private void newRun() {
        run = run + 1 & 0xffff;
        expectedSum = 0;
        sent = 0;
        count = 0;
        sum = 0;
        collected = 0;
        everRefused = false;
    }

    private void request(int op, int kind, int frames, int length) {
        request = op;
        requestKind = kind;
        requestCount = frames;
        requestLength = length;
    }

    /** Sends frames, then asks what came of them. */
    void send(int frames) {
        newRun();
        begin(SENDING);
        toSend = frames;
    }

    /** Asks what came in this run. */
    void ask() {
        begin(ASKING);
        request(PeerFrame.ASK, 0, 0, 0);
    }

    /** Orders frames and receives them. */
    void order(int kind, int frames, int length) {
        boolean away = lookAway;
        boolean wait = waitForSignal;
        newRun();
        begin(COLLECTING);
        lookAway = away;
        waitForSignal = wait;
        request(PeerFrame.SEND, kind, frames, length);
    }

    /** The frames of the next order are not looked at before they all had time to come. */
    void lookAway() {
        lookAway = true;
    }

    /** The frames of the next order are not looked at before there was a wake-up. */
    void waitForSignal() {
        waitForSignal = true;
    }

    /** Has the cable pulled and put in again. */
    void flap() {
        newRun();
        begin(LINKING);
        linkWasDown = false;
        linkUnnoticed = false;
        request(PeerFrame.FLAP, 0, 0, 0);
    }

    // ---- what the cases want to know

    int sent() {
        return sent;
    }

    int expectedSum() {
        return expectedSum;
    }

    int ordered() {
        return requestCount;
    }

    int orderedLength() {
        return requestLength;
    }

    /** True if the last exchange was a question. */
    boolean asked() {
        return doing == ASKING;
    }

    /** True if a claim was refused while frames were sent. */
    boolean everRefused() {
        return everRefused;
    }

    /** A length every driver has to carry: 60 to 63, then the greatest but one, then that. */
    int size(int round) {
        int greatest = Math.min(mac.maxFrame(), peerMaxFrame);
        return round < SIZES_FROM_60
                ? EthernetMac.MIN_FRAME + round
                : greatest - SIZES_FROM_60 - 1 + round;
    }

    /** Writes both addresses of a frame for the peer. */
    void address(byte[] frame, int at) {
        if (peerKnown) {
            PeerFrame.putAddress(peer, 0, frame, at);
        } else {
            PeerFrame.fill(frame, at, at + ADDRESS, BROADCAST_OCTET);
        }
        PeerFrame.putAddress(own, 0, frame, at + ADDRESS);
    }

    /** This frame is what the peer is to report next. */
    void expect(byte[] frame, int at, int length) {
        expectedSum = PeerFrame.digest(expectedSum, frame, at, length);
        for (int i = length; i < EthernetMac.MIN_FRAME; i++) {
            expectedSum *= 31; // as if a zero
        }
    }

    // ---- a step

    /**
     * Goes on with the exchange.
     *
     * @return {@link #GOES_ON}, or {@link Cases#GOOD} if it is over and may be judged, or what it
     *     failed with
     */
    int step(Cases cases, int number, int round) {
        long nowNs = driver.clock.nanos();
        switch (doing) {
            case SENDING:
                return sendFrames(cases, number, round, nowNs);
            case ASKING:
                return awaitReport(cases, nowNs);
            case COLLECTING:
                return collect(cases, number, round, nowNs);
            default:
                return requested && reported
                        ? refused ? Cases.GOOD : watchLink(cases, nowNs)
                        : awaitLinkReport(cases, nowNs);
        }
    }

    // ---- sending

    private int sendFrames(Cases cases, int number, int round, long nowNs) {
        if (refusedClaim && number == MacContract.FULL_RING) {
            int woken = awaitSpace(cases, nowNs);
            if (woken != Cases.GOOD) {
                return woken;
            }
        }
        for (int i = 0; i < FRAMES_PER_STEP && sent < toSend; i++) {
            int length = cases.length(number, round);
            driver.woken = false;
            if (!driver.claim(PeerFrame.padded(length))) {
                sinceNs = refusedClaim ? sinceNs : nowNs;
                refusedClaim = true;
                everRefused = true;
                return nowNs - sinceNs > TRIES * answerNs
                        ? cases.bad("claims are refused for good, frames committed before", sent)
                        : GOES_ON;
            }
            refusedClaim = false;
            int built = sendFrame(cases, number, round, length);
            if (built != Cases.GOOD) {
                return built;
            }
        }
        if (sent == toSend) {
            ask();
        }
        return GOES_ON;
    }

    private int sendFrame(Cases cases, int number, int round, int length) {
        byte[] frame = mac.txBuffer();
        int at = mac.txOffset();
        address(frame, at);
        int flags = cases.build(number, round, sent, frame, at, length);
        expect(frame, at, length);
        int good = cases.beforeCommit(number, round, frame, at, length);
        driver.commit(length, flags);
        sent++;
        cases.committed(number);
        return good;
    }

    /** With interrupts, a refused claim is followed by a wake-up, and need not be tried before. */
    private int awaitSpace(Cases cases, long nowNs) {
        if (!driver.has(EthernetMac.CAP_IRQ) || driver.woken) {
            return Cases.GOOD;
        }
        return nowNs - sinceNs > TRIES * answerNs
                ? cases.bad("a claim was refused, and no wake-up came after frames", sent)
                : GOES_ON;
    }

    // ---- asking

    private int awaitReport(Cases cases, long nowNs) {
        sendRequest(nowNs);
        lookForReport();
        if (reported) {
            return Cases.GOOD;
        }
        if (requested && nowNs - sinceNs > answerNs) {
            requested = false;
            if (++tries == TRIES) {
                return cases.missing("the peer does not answer, questions asked", tries);
            }
        }
        return neverSent(cases, nowNs);
    }

    private int awaitLinkReport(Cases cases, long nowNs) {
        driver.woken = false;
        int waiting = awaitReport(cases, nowNs);
        if (waiting != Cases.GOOD) {
            return waiting;
        }
        sinceNs = nowNs;
        return GOES_ON;
    }

    private int neverSent(Cases cases, long nowNs) {
        return !requested && nowNs - sinceNs > TRIES * answerNs
                ? cases.bad("claims are refused for good, requests sent before", tries)
                : GOES_ON;
    }

    private void sendRequest(long nowNs) {
        if (requested || !driver.claim(EthernetMac.MIN_FRAME)) {
            return;
        }
        byte[] frame = mac.txBuffer();
        int at = mac.txOffset();
        address(frame, at);
        PeerFrame.putHeader(frame, at, request, requestKind, run, EthernetMac.MIN_FRAME);
        PeerFrame.put16(frame, at + PeerFrame.COUNT_AT, requestCount);
        PeerFrame.put16(frame, at + PeerFrame.LENGTH_AT, requestLength);
        driver.woken = false;
        driver.commit(EthernetMac.MIN_FRAME, 0);
        requested = true;
        sinceNs = nowNs;
    }

    private void lookForReport() {
        for (int i = 0; i < FRAMES_PER_STEP && !reported; i++) {
            int length = driver.poll();
            if (length == 0) {
                return;
            }
            readReport(mac.rxBuffer(), mac.rxOffset(), length);
            driver.release();
        }
    }

    private void readReport(byte[] frame, int at, int length) {
        if (!isOfThisRun(frame, at, length) || frame[at + PeerFrame.OP_AT] != PeerFrame.REPORT) {
            return;
        }
        reported = true;
        count = PeerFrame.get16(frame, at + PeerFrame.COUNT_AT);
        sum = PeerFrame.get32(frame, at + PeerFrame.SUM_AT);
        refused = frame[at + PeerFrame.KIND_AT] == PeerFrame.REFUSED;
        peerMaxFrame = PeerFrame.get16(frame, at + PeerFrame.LENGTH_AT);
        PeerFrame.putAddress(frame, at + ADDRESS, peer, 0);
        peerKnown = true;
    }

    private boolean isOfThisRun(byte[] frame, int at, int length) {
        return PeerFrame.isOurs(frame, at, length)
                && PeerFrame.get16(frame, at + PeerFrame.RUN_AT) == run;
    }

    // ---- receiving

    private int collect(Cases cases, int number, int round, long nowNs) {
        if (requested || isDrained()) {
            sendRequest(nowNs);
        }
        boolean late = requested && nowNs - sinceNs > answerNs;
        if (!requested || lookAway && !late) {
            return neverSent(cases, nowNs);
        }
        if (lookAway) {
            lookAway = false;
            sinceNs = nowNs;
            return GOES_ON;
        }
        if (waitForSignal && !driver.woken) {
            if (!late) {
                return GOES_ON;
            }
            return driver.poll() > 0
                    ? cases.bad("a frame waits and no wake-up came, of length", driver.poll())
                    : Cases.GOOD;
        }
        for (int i = 0; i < FRAMES_PER_STEP; i++) {
            int length = driver.poll();
            if (length == 0) {
                return late ? Cases.GOOD : GOES_ON;
            }
            int look = look(cases, number, round, length);
            if (look == Cases.HELD) {
                return GOES_ON;
            }
            driver.release();
            if (look != Cases.TAKEN) {
                return look;
            }
            sinceNs = nowNs;
            if (collected == requestCount || refused) {
                return Cases.GOOD;
            }
        }
        return GOES_ON;
    }

    /** What came too late for an earlier exchange is not to be taken for an answer. */
    private boolean isDrained() {
        for (int i = 0; i < FRAMES_PER_STEP; i++) {
            if (driver.poll() == 0) {
                return true;
            }
            driver.release();
        }
        return false;
    }

    private int look(Cases cases, int number, int round, int length) {
        byte[] frame = mac.rxBuffer();
        int at = mac.rxOffset();
        int index = -1;
        if (PeerFrame.isIp(frame, at, length)) {
            if (PeerFrame.get16(frame, at + PeerFrame.IP_ID_AT) != run) {
                return Cases.TAKEN;
            }
        } else if (!isOfThisRun(frame, at, length)) {
            return Cases.TAKEN;
        } else if (frame[at + PeerFrame.OP_AT] != PeerFrame.DATA) {
            readReport(frame, at, length);
            return Cases.TAKEN;
        } else {
            index = PeerFrame.get16(frame, at + PeerFrame.INDEX_AT);
        }
        int look = cases.arrived(number, round, index, length);
        if (look == Cases.TAKEN) {
            // the last one of an order ends it, whatever became of those before
            collected = index == requestCount - 1 ? requestCount : collected;
        }
        return look;
    }

    // ---- the link

    private int watchLink(Cases cases, long nowNs) {
        boolean up = driver.linkState() != 0;
        if (up == linkWasDown) {
            linkUnnoticed = driver.has(EthernetMac.CAP_IRQ) && !driver.woken;
            if (!linkUnnoticed) {
                driver.woken = false;
                sinceNs = nowNs;
                linkWasDown = !up;
                if (up) {
                    ask(); // frames have to flow again
                    return GOES_ON;
                }
            }
        }
        if (nowNs - sinceNs <= linkNs) {
            return GOES_ON;
        }
        return linkUnnoticed
                ? cases.bad("the link changed and no wake-up came, link state", up ? 1 : 0)
                : cases.missing("the cable was pulled and the link state stayed", up ? 1 : 0);
    }
}
