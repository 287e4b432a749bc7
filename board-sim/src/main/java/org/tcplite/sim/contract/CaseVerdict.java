package org.tcplite.sim.contract;

import org.tcplite.hal.contract.MacContract;

/** What the contract found in one case. */
public record CaseVerdict(int number, int outcome, String why, int value) {

    /** The outcome as people and reports have it. */
    public String word() {
        switch (outcome) {
            case MacContract.OK:
                return "ok";
            case MacContract.SKIPPED:
                return "skip";
            default:
                return "FAILED";
        }
    }

    /** What was found, with its number; empty if there is nothing to say. */
    public String finding() {
        boolean bare = why.isEmpty() || outcome == MacContract.SKIPPED && value == 0;
        return bare ? why : why + " " + value;
    }

    /** One line for people. */
    @Override
    public String toString() {
        String line = String.format("%-6s %2d %s", word(), number, MacContract.name(number));
        return finding().isEmpty() ? line : line + ": " + finding();
    }
}
