package org.tcplite.hal.contract;

/** Who is told the verdicts of a {@link MacContract}: a test, a serial port, a command line. */
public interface ContractReport {

    /**
     * A case is decided.
     *
     * @param number the case, {@code 1..MacContract.CASES}; {@link MacContract#name} has its name
     * @param outcome {@link MacContract#OK}, {@link MacContract#FAILED} or {@link
     *     MacContract#SKIPPED}
     * @param why what was found, in words to which {@code value} is added at the end; empty if
     *     there is nothing to say
     * @param value the number that belongs to {@code why}: a length, a count, flags
     */
    void verdict(int number, int outcome, String why, int value);
}
