package org.tcplite.sim.capture;

/** The drawings {@link LadderTest} expects. */
final class GoldenLadders {

    // spotless:off: as wide as the drawing
    static final String OPEN_CLOSE =
            """
                         client                                                                               server
               0.000000  CLOSED           │                                                                 │ LISTEN             0.000000
               0.000000  connect()        │                                                                 │
               0.000000  SYN-SENT         │── SYN  seq 1000 (J) ───────────────────────────────────────────▶│ SYN-RECEIVED       0.010000
                                          │    win 65535 <mss 1460>                                         │
               0.020000  ESTABLISHED      │◀── SYN ACK  seq 5000 (K)  ack 1001 (J+1) ───────────────────────│ SYN-RECEIVED       0.010000
                                          │    win 65535 <mss 1460>                                         │
               0.020000  ESTABLISHED      │── ACK  seq 1001 (J+1)  ack 5001 (K+1) ─────────────────────────▶│ ESTABLISHED        0.030000
                                          │                                                                 │ accept() returns   0.030000
               0.030000  ESTABLISHED      │── PSH ACK  seq 1001 (J+1)  6 octets  ack 5001 (K+1) ───────────▶│ ESTABLISHED        0.040000
               0.040000  close()          │                                                                 │
               0.040000  FIN-WAIT-1       │── FIN ACK  seq 1007 (M = J+7)  ack 5001 (K+1) ─────────────────▶│ CLOSE-WAIT         0.050000
               0.060000  FIN-WAIT-2       │◀── ACK  seq 5001 (K+1)  ack 1008 (M+1) ─────────────────────────│ CLOSE-WAIT         0.050000
                                          │                                                                 │ read() = 0         0.060000
                                          │                                                                 │ close()            0.060000
               0.070000  TIME-WAIT        │◀── FIN ACK  seq 5001 (N = K+1)  ack 1008 (M+1) ─────────────────│ LAST-ACK           0.060000
               0.070000  TIME-WAIT        │── ACK  seq 1008 (M+1)  ack 5002 (N+1) ─────────────────────────▶│ CLOSED             0.080000
                                          │                           ⋮ 60.000 s                            │
              60.080000  CLOSED           │                                                                 │
            """;

    static final String SIMULTANEOUS_OPEN =
            """
                         client                                                  server
               0.000000  CLOSED       │                                        │ CLOSED         0.000000
               0.000000  connect()    │                                        │
               0.000000  SYN-SENT     │                                        │
                                      │                                        │ connect()      0.000000
                                      │                                        │ SYN-SENT       0.000000
               0.000000  SYN-SENT     │── SYN  seq 4294967294 (J) ───────── ...│
                                      │    win 65535 <mss 1460>                │
                                      │... ── SYN  seq 5000 (K) ───────────────│ SYN-SENT       0.000000
                                      │    win 65535 <mss 1460>                │
                                      │... ── SYN  seq 4294967294 (J) ────────▶│ SYN-RECEIVED   0.010000
               0.010000  SYN-RECEIVED │◀── SYN  seq 5000 (K) ────────────── ...│
            """;

    static final String FOLLOWING =
            """
                         client                                                         server
               0.000000  CLOSED       |                                               | ESTABLISHED    0.000000
               0.000000  FIN-WAIT-1   |                                               | CLOSE-WAIT     0.000000
               0.010000  FIN-WAIT-2   |<-- ACK  seq 5001  ack 1002 -------------------| CLOSE-WAIT     0.000000
               0.010000  TIME-WAIT    |<-- FIN ACK  seq 5001 (M)  ack 1002 -----------| LAST-ACK       0.000000
            """;

    static final String LOST_ASCII =
            """
                         client                                                                         server
               0.000000  CLOSED       |                                                               | LISTEN         0.000000
               0.000000  connect()    |                                                               |
               0.000000  SYN-SENT     |-- SYN  seq 1000 (J) ---------------------------------x        |
                                      |    win 65535 <mss 1460>                                       |
                                      |    dropped by wire: frame 1 out                               |
                                      |                           : 1.000 s                           |
               1.000000  SYN-SENT     |-- SYN  seq 1000 (J) ----------------------------------------->| SYN-RECEIVED   1.010000
                                      |    win 65535 <mss 1460>                                       |
                                      |        x-- SYN ACK  seq 5000 (K)  ack 1001 (J+1) -------------| SYN-RECEIVED   1.010000
                                      |    win 65535 <mss 1460>                                       |
                                      |    dropped by wire: no free receive descriptor, frame 1 in    |
            """;

    // spotless:on

    private GoldenLadders() {}
}
