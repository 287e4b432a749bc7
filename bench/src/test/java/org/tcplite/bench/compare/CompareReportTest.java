package org.tcplite.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tcplite.sim.report.Json;

/** Minima, medians and ratios of values made up. */
class CompareReportTest {

    private static final Case RECEIVE =
            new Case("receive 64", "receive", 64, Case.Variant.USUAL, 2);
    private static final Lwip HOOK = new Lwip(Path.of("x"), "lwip-2.1.3", "native", "hook");
    private static final Lwip STOCK = new Lwip(Path.of("x"), "lwip-2.1.3", "native", "stock");
    private static final Jvm OURS = jvm(Jvm.Role.STACK);

    private final List<Series> series = new ArrayList<>();

    private static Jvm jvm(Jvm.Role role) {
        return new Jvm(Path.of("/jdk"), "25.0.3", "x.jar", role);
    }

    private void add(Subject subject, double... ns) {
        Series each = new Series(RECEIVE, subject);
        for (int i = 0; i < ns.length; i++) {
            each.values.add(new Series.Value(i + 1, ns[i], 1000, 0.5));
        }
        series.add(each);
    }

    private CompareReport report(boolean publishable) {
        return new CompareReport(series, Map.of("machine", "abacus"), List.of(), publishable);
    }

    @Test
    void theRatioIsTheStrongestLwipOverOursByMinimaAndMedians() {
        add(STOCK, 90, 70, 80);
        add(HOOK, 66, 60, 75);
        add(OURS, 50, 44, 40);
        add(jvm(Jvm.Role.SKELETON), 40, 32, 60);

        String report = report(true).markdown();
        assertTrue(
                report.contains(
                        "| receive 64 | tcp-lite, JDK 25 | lwIP native hook | 60.0 (66.0)"
                                + " | 40.0 (44.0) | 1.50 (1.50) |"),
                report);
        assertTrue(
                report.contains(
                        "| receive 64 | tcp-lite, JDK 25 | 32.0 (40.0) | 40.0 (44.0)"
                                + " | 1.25 (1.10) |"),
                report);
        assertTrue(
                report.contains(
                        "| receive 64 | lwIP native stock | 70.0 | 80.0 | 90.0 | 0.500 | 3 |"),
                report);
        assertFalse(report.contains("Not publishable"), report);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetween() {
        add(OURS, 4, 1, 3, 2);
        assertEquals(2.5, series.get(0).median());
        assertEquals(1, series.get(0).min());
        assertEquals(4, series.get(0).max());
    }

    @Test
    void whoFailedAndWhoIsMissingIsSaid() {
        Series failed = new Series(RECEIVE, HOOK);
        failed.failure = "exit 1: lwbench: octets\nwere lost";
        series.add(failed);
        add(OURS, 1);
        CompareReport report =
                new CompareReport(series, Map.of(), List.of("the floor in C: no gcc"), false);

        String text = report.markdown();
        assertTrue(text.contains("Not publishable"), text);
        assertTrue(text.contains("left out: the floor in C: no gcc"), text);
        assertTrue(
                text.contains(
                        "failed: receive 64, lwIP native hook: exit 1: lwbench: octets were lost"),
                text);
        assertFalse(text.contains("strongest"), "no ratio without a peer: " + text);
    }

    @Test
    void everyValueOfEveryRoundIsKept() {
        add(HOOK, 60, 61);
        assertEquals(
                "case,who,round,ns,operations,frames\n"
                        + "\"receive 64\",\"lwIP native hook\",1,60.000,1000,0.5000\n"
                        + "\"receive 64\",\"lwIP native hook\",2,61.000,1000,0.5000\n",
                report(true).csv());
        assertTrue(Json.text(report(true).document()).contains("\"ns\": [60, 61]"));
    }

    @Test
    void lwipTakesPartWhereItCanDoTheSame() {
        Lwip off = new Lwip(Path.of("x"), "lwip-2.1.3", "native", "nosum");
        for (Case each : Case.all()) {
            boolean comparable = !each.isFloor() && !each.options() && each.posted();
            assertEquals(comparable && each.checksums(), HOOK.does(each), each.name());
            assertEquals(comparable && !each.checksums(), off.does(each), each.name());
            assertEquals(!each.isFloor(), OURS.does(each), each.name());
        }
    }
}
