package org.tcplite.sim.cli;

import static org.tcplite.sim.cli.HandshakeTest.draws;

import org.junit.jupiter.api.Test;

/** The drawings of {@code handshake} that show how connections close. */
class HandshakeCloseTest {

    @Test
    void simultaneousClose() {
        draws(
                "simultaneous-close",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||accept() 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                0.020000 connect() returns||
                0.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) -->|ESTABLISHED 0.030000
                0.030000 close()||accept() returns 0.030000
                ||close() 0.030000
                0.030000 FIN-WAIT-1||FIN-WAIT-1 0.030000
                0.030000 FIN-WAIT-1|-- FIN ACK seq (M = J+1) ack (K+1) -- ...|
                |... -- FIN ACK seq (N = K+1) ack (J+1) --|FIN-WAIT-1 0.030000
                |... -- FIN ACK seq (M = J+1) ack (K+1) -->|CLOSING 0.040000
                0.040000 CLOSING|<-- FIN ACK seq (N = K+1) ack (J+1) -- ...|
                0.040000 CLOSING|-- ACK seq (M+1) ack (N+1) -- ...|
                |... -- ACK seq (N+1) ack (M+1) --|CLOSING 0.040000
                |... -- ACK seq (M+1) ack (N+1) -->|TIME-WAIT 0.050000
                0.050000 TIME-WAIT|<-- ACK seq (N+1) ack (M+1) -- ...|
                |: 60.000 s|
                60.050000 CLOSED||LISTEN 60.050000
                """);
    }

    @Test
    void halfClose() {
        draws(
                "half-close",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||accept() 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                0.020000 connect() returns||
                0.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) -->|ESTABLISHED 0.030000
                0.030000 write() = 7||accept() returns 0.030000
                0.030000 shutdown(WR)||
                0.030000 FIN-WAIT-1|-- FIN PSH ACK seq (J+1) 7 octets FIN (M = J+8) ack (K+1) -->|CLOSE-WAIT 0.040000
                ||read() = 7 0.040000
                ||read() = 0 0.040000
                0.050000 FIN-WAIT-2|<-- ACK seq (K+1) ack (M+1) --|CLOSE-WAIT 0.040000
                ||write() = 16 0.055000
                0.065000 FIN-WAIT-2|<-- PSH ACK seq (K+1) 16 octets ack (M+1) --|CLOSE-WAIT 0.055000
                0.065000 read() = 16||close() 0.065000
                0.075000 TIME-WAIT|<-- FIN ACK seq (N = K+17) ack (M+1) --|LAST-ACK 0.065000
                0.075000 read() = 0||
                0.075000 close()||
                0.075000 TIME-WAIT|-- ACK seq (M+1) ack (N+1) -->|LISTEN 0.085000
                |: 59.990 s|
                60.075000 CLOSED||
                """);
    }

    @Test
    void threeSegmentClose() {
        draws(
                "three-segment-close",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||accept() 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                0.020000 connect() returns||
                0.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) -->|ESTABLISHED 0.030000
                0.030000 close()||accept() returns 0.030000
                0.030000 FIN-WAIT-1|-- FIN ACK seq (M = J+1) ack (K+1) -->|CLOSE-WAIT 0.040000
                ||read() = 0 0.040000
                ||close() 0.040000
                0.050000 TIME-WAIT|<-- FIN ACK seq (N = K+1) ack (M+1) --|LAST-ACK 0.040000
                0.050000 TIME-WAIT|-- ACK seq (M+1) ack (N+1) -->|LISTEN 0.060000
                |: 59.990 s|
                60.050000 CLOSED||
                """);
    }

    @Test
    void lostFin() {
        draws(
                "lost-fin",
                """
                ||listen() 0.000000
                0.000000 CLOSED||LISTEN 0.000000
                0.000000 connect()||accept() 0.000000
                0.000000 SYN-SENT|-- SYN seq (J) -->|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>|
                0.020000 ESTABLISHED|<-- SYN ACK seq (K) ack (J+1) --|SYN-RECEIVED 0.010000
                |win 65535 <mss 1460,nop,wscale 0,sackOK,TS val * ecr *>|
                0.020000 connect() returns||
                0.020000 ESTABLISHED|-- ACK seq (J+1) ack (K+1) -->|ESTABLISHED 0.030000
                0.030000 close()||accept() returns 0.030000
                0.030000 FIN-WAIT-1|-- FIN ACK seq (M = J+1) ack (K+1) --x|
                |dropped by wire: frame 5 out|
                |: 0.240 s|
                0.270000 FIN-WAIT-1|-- FIN ACK seq (M = J+1) ack (K+1) -->|CLOSE-WAIT 0.280000
                ||read() = 0 0.280000
                0.290000 FIN-WAIT-2|<-- ACK seq (K+1) ack (M+1) --|CLOSE-WAIT 0.280000
                ||close() 0.295000
                0.305000 TIME-WAIT|<-- FIN ACK seq (N = K+1) ack (M+1) --|LAST-ACK 0.295000
                0.305000 TIME-WAIT|-- ACK seq (M+1) ack (N+1) -->|LISTEN 0.315000
                |: 59.990 s|
                60.305000 CLOSED||
                """);
    }
}
