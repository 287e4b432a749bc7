package org.tcplite.cortexm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of {@code InstructionsTest} for another stack's image on an emulated board. It prints
 * the lines of {@code --meter} and {@code ready http://}, and discards on port 9.
 */
public final class PeerInstructions {

    private PeerInstructions() {}

    /** The words of a command that boots it; the {@code udp:} link is added as the last word. */
    public static void main(String[] words) throws IOException {
        try (CraftedPeer peer = CraftedPeer.open()) {
            List<String> command = new ArrayList<>(List.of(words));
            command.add(peer.link());
            try (EmulatedBoard board = EmulatedBoard.boot("peer", command)) {
                InstructionMeter meter = new InstructionMeter(board, peer);
                System.out.printf("ICMP echo of 56 octets %6d%n", meter.echoes());
                System.out.printf("SYN                    %6d%n", meter.syns());
                System.out.printf("handshake              %6d%n", meter.handshakes());
                System.out.printf("segment of 536 octets  %6d%n", meter.texts());
            }
        }
    }
}
