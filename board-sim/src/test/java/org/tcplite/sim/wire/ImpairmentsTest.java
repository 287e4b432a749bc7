package org.tcplite.sim.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options mean, and what is refused. */
class ImpairmentsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--loss 3% | both ways loss 3%",
                "--loss=0.03% | both ways loss 0.03%",
                "--loss 3% --loss-in 1% | out loss 3%; in loss 1%",
                "--loss-in 1% --loss 3% | out loss 3%; in loss 1%",
                "--loss-out 2.5% | out loss 2.5%; in nothing",
                "--loss gemodel:1%,30% | both ways loss gemodel p 1% r 30% 1-h 100% 1-k 0%",
                "--loss gemodel:1%,30%,90%,0.1%"
                        + " | both ways loss gemodel p 1% r 30% 1-h 90% 1-k 0.1%",
                "--drop 7,12-14@out --drop 1@in --drop 99 | out drop 7,12-14,99; in drop 1,99",
                "--dup 1% --corrupt 0.1% | both ways duplicate 1%, corrupt 0.1%",
                "--delay 20ms,5ms --reorder 5%,gap=3"
                        + " | both ways reorder 5% gap 3, delay 20ms +-5ms, limit 1000",
                "--delay 1.5s | both ways delay 1.5s, limit 1000",
                "--delay 250us | both ways delay 250us, limit 1000",
                "--rate 10mbit --limit 50 | both ways rate 10mbit, limit 50",
                "--rate 1.5Gbit | both ways rate 1.5gbit, limit 1000",
                "--rate 64000bit | both ways rate 64kbit, limit 1000",
                "~~ | both ways nothing",
            })
    void theModelUnderstoodIsToldInOneLine(String options, String model) {
        Impairments impairments = Impairments.parse(options);
        assertEquals(model, impairments.toString());
        assertEquals(options.isEmpty(), impairments.isNone());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--loss 0.03 | --loss '0.03' has no percent sign: say 3% or 0.03%",
                "--loss 3 | --loss '3' has no percent sign: say 3%",
                "--loss 101% | --loss '101%' is more than 100%",
                "--loss -1% | --loss '-1%' is not a percentage, as in 3%",
                "--loss gemodel:1% | --loss 'gemodel:1%' needs p and r: say gemodel:1%,30%",
                "--loss gemodel:1,30% | --loss '1' has no percent sign: say 1%",
                "--loss gemodel:1%,2%,3%,4%,5% | needs p and r",
                "--drop 0 | --drop '0' is no frame number from 1 on: say 7,12-14",
                "--drop 7, | --drop '' is no frame number",
                "--drop 14-12 | --drop '14-12' is no frame number",
                "--drop 1-2-3 | --drop '1-2-3' is no frame number",
                "--drop 7@up | --drop '7@up' has no direction after @: say 7@out or @in",
                "--dup 1 | --dup '1' has no percent sign: say 1%",
                "--reorder 5% | --reorder lets frames overtake delayed ones: say --delay 20ms",
                "--reorder 5%,3 --delay 1ms | as in 5%,gap=3",
                "--reorder 5%,gap=0 --delay 1ms | as in 5%,gap=3",
                "--corrupt x | --corrupt 'x' is not a percentage, as in 3%",
                "--delay 20 | --delay '20' has no unit: say 20s or 20ms",
                "--delay 20ms,5 | --delay '5' has no unit: say 5s or 5ms",
                "--delay 5ms,20ms | --delay '5ms,20ms' varies by more than the delay itself",
                "--delay 9000h | more than a year",
                "--rate 10 | --rate '10' has no unit: say 10mbit",
                "--rate 10mbps | no unit of rate: bit, kbit, mbit or gbit",
                "--rate 0bit | is not in 1bit..1000gbit",
                "--limit 0 --delay 1ms | --limit '0' is not 1..65536 frames",
                "--limit 99999999999 --delay 1ms | is not 1..65536 frames",
                "--limit 10 | --limit is of frames that wait: say --delay 20ms or --rate 10mbit",
                "--los 3% | '--los' is no impairment: say one of --loss, --loss-in",
                "3% | '3%' is no impairment",
                "--loss | --loss needs a value after it",
            })
    void aRefusalIsOneLineThatSaysWhatToWrite(String options, String advice) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Impairments.parse(options));
        assertTrue(e.getMessage().contains(advice), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void zeroPercentIsAModelThatDoesNothing() {
        Impairments impairments = Impairments.parse("--loss 0%");
        assertFalse(impairments.isNone());
        assertEquals("both ways loss 0%", impairments.toString());
    }
}
