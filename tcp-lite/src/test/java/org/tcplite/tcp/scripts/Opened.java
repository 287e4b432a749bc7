package org.tcplite.tcp.scripts;

/** How scripts begin that are about something later. */
final class Opened {

    /** Accepted; the peer's MSS is 1000 and its window 20000. No connection is named. */
    static final String PASSIVE =
            """
            +0    listen 80
            +0    < S     0:0(0)           win 20000 <mss 1000>
            +0    > S.    0:0(0)    ack 1  <mss 1460>
            +0    < .     1:1(0)    ack 1  win 20000
            +0    accept                                  = ESTABLISHED
            """;

    /**
     * As {@link #PASSIVE} with a receive buffer of 4096, so that windows are small round numbers.
     */
    static final String SMALL_WINDOW =
            """
            config receiveBuffer=4096
            +0    listen 80
            +0    < S     0:0(0)           win 20000 <mss 1000>
            +0    > S.    0:0(0)    ack 1  win 4096 <mss 1460>
            +0    < .     1:1(0)    ack 1  win 20000
            +0    accept                                  = ESTABLISHED
            """;

    /** Opened by us after 100 ms; the peer's MSS is 1000 and its window 20000. */
    static final String ACTIVE =
            """
            +0    connect                                 = SYN-SENT
            +0    > S     0:0(0)           <mss 1460,...>
            +.1   < S.    0:0(0)    ack 1  win 20000 <mss 1000>
            +0    > .     1:1(0)    ack 1
            +0    state                                   = ESTABLISHED
            """;

    private Opened() {}
}
