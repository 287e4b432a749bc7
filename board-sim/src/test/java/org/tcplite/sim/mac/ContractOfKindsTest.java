package org.tcplite.sim.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;
import org.tcplite.hal.contract.MacContract;
import org.tcplite.hal.contract.MacContractTest;
import org.tcplite.hal.contract.MacContractTest.Verdict;
import org.tcplite.hal.contract.MacContractTest.VirtualTime;

/** Every kind of simulated MAC, with every knob that matters, keeps the driver contract. */
class ContractOfKindsTest {

    private static final int ALL_OFFLOADS = ChecksumEngine.CAPABILITIES | EthernetMac.CAP_TX_PADS;

    private static final Set<Integer> WITHOUT_OFFLOAD =
            Set.of(
                    MacContract.PADDING,
                    MacContract.CHECKSUM_OUT,
                    MacContract.CHECKSUM_IN,
                    MacContract.FRAGMENT);

    private static MacConfig config(MacKind kind, int moreCapabilities) {
        MacConfig config = new MacConfig();
        config.capabilities |= moreCapabilities;
        return kind.limit(config);
    }

    @TestFactory
    Stream<DynamicTest> everyKindKeepsTheContract() {
        List<DynamicTest> tests = new ArrayList<>();
        for (MacKind kind : MacKind.values()) {
            Set<Integer> polled =
                    kind == MacKind.SPI_POLLED ? Set.of(MacContract.WAKE_UP) : Set.of();
            tests.addAll(
                    contract(
                            kind + " with all offloads",
                            polled,
                            () -> new SimulatedChip(config(kind, ALL_OFFLOADS), kind::over)));
            Set<Integer> skipped = new HashSet<>(WITHOUT_OFFLOAD);
            skipped.addAll(polled);
            tests.addAll(
                    contract(
                            kind + " without offload",
                            skipped,
                            () -> new SimulatedChip(config(kind, 0), kind::over)));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> ringsOfOneFrameKeepTheContract() {
        return contract(
                "depth 1, frames aligned",
                Set.of(),
                () -> {
                    MacConfig config = config(MacKind.DMA, ALL_OFFLOADS);
                    config.rxDepth = 1;
                    config.txDepth = 1;
                    config.frameOffset = 2;
                    return new SimulatedChip(config, MacKind.DMA::over);
                })
                .stream();
    }

    @TestFactory
    Stream<DynamicTest> filtersAndDroppedChecksumsKeepTheContract() {
        return Stream.of(MacKind.DMA, MacKind.FIFO)
                .flatMap(
                        kind ->
                                contract(
                                        kind + " that drops and filters",
                                        Set.of(),
                                        () -> dropping(kind))
                                        .stream());
    }

    private static SimulatedChip dropping(MacKind kind) {
        MacConfig config = config(kind, ALL_OFFLOADS);
        config.dropBadChecksums = true;
        config.addressFilter = true;
        return new SimulatedChip(config, kind::over);
    }

    @TestFactory
    Stream<DynamicTest> wakeUpsWithoutReasonDoNoHarm() {
        return contract(
                "spurious wake-ups",
                Set.of(),
                () -> new SimulatedChip(config(MacKind.DMA, ALL_OFFLOADS), SpuriousMac::new))
                .stream();
    }

    /** Signals with every poll, whether there is something or not. */
    private static final class SpuriousMac extends ForwardingMac {
        private Wakeup wakeup;

        SpuriousMac(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int start(Wakeup newWakeup) {
            wakeup = newWakeup;
            return super.start(newWakeup);
        }

        @Override
        public int rxPoll() {
            wakeup.signal();
            return super.rxPoll();
        }
    }

    @Test
    void aSlowBusIsWithinTheLimitAndASlowerOneIsNot() {
        assertEquals(MacContract.OK, timeOnBus(800).outcome());
        Verdict slower = timeOnBus(20_000);
        assertEquals(MacContract.FAILED, slower.outcome());
        assertTrue(slower.why().startsWith("txCommit() takes longer"), slower::toString);
    }

    private static Verdict timeOnBus(long nsPerOctet) {
        VirtualTime[] time = new VirtualTime[1];
        MacContractTest.Chip chip =
                new SimulatedChip(
                        config(MacKind.SPI, 0),
                        port ->
                                new SimulatedSpiMac(
                                        port, nsPerOctet, ns -> time[0].advanceBy(ns))) {
                    @Override
                    public void useClock(VirtualTime clock) {
                        time[0] = clock;
                    }
                };
        return MacContractTest.judge(chip, MacContract.TIME);
    }

    private static List<DynamicTest> contract(
            String name, Set<Integer> skipped, Supplier<MacContractTest.Chip> chips) {
        return IntStream.rangeClosed(1, MacContract.CASES)
                .mapToObj(
                        number ->
                                dynamicTest(
                                        name + ": " + MacContract.name(number),
                                        () -> holds(chips.get(), number, skipped)))
                .toList();
    }

    private static void holds(MacContractTest.Chip chip, int number, Set<Integer> skipped) {
        Verdict verdict = MacContractTest.judge(chip, number);
        int expected = skipped.contains(number) ? MacContract.SKIPPED : MacContract.OK;
        assertEquals(expected, verdict.outcome(), verdict::toString);
    }
}
