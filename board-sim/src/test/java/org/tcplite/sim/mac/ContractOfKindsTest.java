package org.tcplite.sim.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.contract.MacContract;
import org.tcplite.hal.contract.MacContractTest;

/** Every kind of simulated MAC, with every knob that matters, keeps the driver contract. */
class ContractOfKindsTest {

    private static final int ALL_OFFLOADS = ChecksumEngine.CAPABILITIES | EthernetMac.CAP_TX_PADS;

    private static MacConfig config(MacKind kind, int moreCapabilities) {
        MacConfig config = new MacConfig();
        config.capabilities |= moreCapabilities;
        return kind.limit(config);
    }

    @TestFactory
    Stream<DynamicTest> everyKindKeepsTheContract() {
        List<DynamicTest> tests = new ArrayList<>();
        for (MacKind kind : MacKind.values()) {
            tests.addAll(
                    contract(
                            kind + " with all offloads",
                            () -> new SimulatedChip(config(kind, ALL_OFFLOADS), kind::over)));
            tests.addAll(
                    contract(
                            kind + " without offload",
                            () -> new SimulatedChip(config(kind, 0), kind::over)));
        }
        return tests.stream();
    }

    private static List<DynamicTest> contract(String name, Supplier<MacContractTest.Chip> chips) {
        return IntStream.rangeClosed(1, MacContract.CASES)
                .mapToObj(
                        number ->
                                dynamicTest(
                                        name + ": " + MacContract.name(number),
                                        () -> holds(chips.get(), number)))
                .toList();
    }

    private static void holds(MacContractTest.Chip chip, int number) {
        MacContractTest.Verdict verdict = MacContractTest.judge(chip, number);
        int expected =
                verdict.outcome() == MacContract.SKIPPED ? MacContract.SKIPPED : MacContract.OK;
        assertEquals(expected, verdict.outcome(), verdict::toString);
    }
}
