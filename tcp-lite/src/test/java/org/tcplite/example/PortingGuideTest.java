package org.tcplite.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tcplite.hal.Entropy;
import org.tcplite.hal.HalError;

/** The code of docs/porting.md is compiled, runs, and is what stands there. */
class PortingGuideTest {

    private static final byte[] BOARD = {2, 0, 10, 0, 0, 2};
    private static final byte[] PEER = {2, 0, 10, 0, 0, 1};

    private static final Entropy ENTROPY =
            new Entropy() {
                @Override
                public int next() {
                    return 0x5eed;
                }

                @Override
                public boolean hardware() {
                    return true;
                }
            };

    /** Ends the board's endless loop once it has had turns enough. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void theEchoBoardAnswersArpThroughTheSkeletonDriver() {
        FakeChip chip = new FakeChip();
        chip.towardsBoard.add(
                new byte[1600]); // longer than any frame: counted, and taken out whole
        chip.towardsBoard.add(arpRequest());
        int[] turns = {0};

        assertThrows(
                Enough.class,
                () ->
                        EchoBoard.run(
                                new SkeletonMac(chip, BOARD),
                                () -> 1_000_000L * turns[0],
                                ENTROPY,
                                deadlineNs -> {
                                    if (++turns[0] == 4) {
                                        throw new Enough();
                                    }
                                },
                                () -> {}));

        assertEquals(1, chip.fromBoard.size());
        byte[] reply = chip.fromBoard.poll();
        assertEquals(60, reply.length);
        assertTrue(Arrays.equals(reply, 0, 6, PEER, 0, 6), "to the asker");
        assertTrue(Arrays.equals(reply, 22, 28, BOARD, 0, 6), "with the board's address");
    }

    @Test
    void aChipThatDoesNotAnswerIsAnError() {
        FakeChip chip = new FakeChip();
        chip.id = 0;

        assertEquals(HalError.NO_DEVICE, new SkeletonMac(chip, BOARD).start(() -> {}));
    }

    @Test
    @DisplayName("docs/porting.md shows the code that is tested here")
    void theGuideShowsThisCode() throws IOException {
        String guide = Files.readString(Path.of("../docs/porting.md"));
        for (String name : new String[] {"SkeletonMac", "EchoBoard", "SkeletonContractTest"}) {
            Path source = Path.of("src/test/java/org/tcplite/example", name + ".java");
            String code = Files.readString(source);
            String body = code.substring(code.indexOf("/**")).strip();
            assertTrue(guide.contains(body), "docs/porting.md does not show " + name + " as it is");
        }
    }

    private static byte[] arpRequest() {
        byte[] frame = new byte[60];
        Arrays.fill(frame, 0, 6, (byte) 0xff);
        System.arraycopy(PEER, 0, frame, 6, 6);
        byte[] arp = {8, 6, 0, 1, 8, 0, 6, 4, 0, 1};
        System.arraycopy(arp, 0, frame, 12, arp.length);
        System.arraycopy(PEER, 0, frame, 22, 6);
        System.arraycopy(new byte[] {10, 0, 0, 1}, 0, frame, 28, 4);
        System.arraycopy(new byte[] {10, 0, 0, 2}, 0, frame, 38, 4);
        return frame;
    }
}
