package org.tcplite.sim.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcplite.hal.contract.MacContract;
import org.tcplite.hal.contract.MacContractTest;
import org.tcplite.hal.contract.MacContractTest.Verdict;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.mac.SimulatedChip;

/** Each case of the contract bites, and only where it is meant to. */
class BrokenMacTest {

    static MacConfig config() {
        MacConfig config = new MacConfig();
        config.capabilities = Target.ALL_CAPABILITIES;
        return config;
    }

    @ParameterizedTest
    @EnumSource
    void eachBrokenMacFailsItsCaseAndNoOther(BrokenMac broken) {
        List<String> failed =
                IntStream.rangeClosed(1, MacContract.CASES)
                        .filter(number -> judge(broken, number).outcome() != MacContract.OK)
                        .mapToObj(MacContract::name)
                        .toList();

        assertEquals(List.of(MacContract.name(broken.number())), failed);
        assertEquals(MacContract.FAILED, judge(broken, broken.number()).outcome());
    }

    @Test
    void everyCaseHasAMacThatFailsIt() {
        List<Integer> covered =
                List.of(BrokenMac.values()).stream().map(BrokenMac::number).distinct().toList();

        assertEquals(IntStream.rangeClosed(1, MacContract.CASES).boxed().toList(), covered);
    }

    private static Verdict judge(BrokenMac broken, int number) {
        VirtualSpending spending = new VirtualSpending();
        MacContractTest.Chip chip =
                new SimulatedChip(
                        broken.prepare(config()), port -> broken.over(port, spending::spend)) {
                    @Override
                    public void useClock(MacContractTest.VirtualTime clock) {
                        spending.clock = clock;
                    }
                };
        return MacContractTest.judge(chip, number);
    }

    /** Time spent in a call passes for everybody. */
    private static final class VirtualSpending {
        private MacContractTest.VirtualTime clock;

        void spend(long ns) {
            clock.advanceBy(ns);
        }
    }
}
