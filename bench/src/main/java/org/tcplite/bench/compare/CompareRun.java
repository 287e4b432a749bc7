package org.tcplite.bench.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tcplite.bench.Processes;

/** The rounds: within each, every case in turn, and within a case every subject in turn. */
final class CompareRun {

    private static final int SECONDS = 120;

    private final List<Series> series = new ArrayList<>();
    private final int rounds;
    private final int warmMs;
    private final int measureMs;
    private final PrintStream progress;
    private final boolean rewrites;

    /**
     * A run that has not begun.
     *
     * @param progress where it says how far it is
     * @param rewrites whether that is a terminal, where a line can be written over
     */
    CompareRun(
            List<Case> cases,
            List<Subject> subjects,
            int rounds,
            int warmMs,
            int measureMs,
            PrintStream progress,
            boolean rewrites) {
        this.rounds = rounds;
        this.warmMs = warmMs;
        this.measureMs = measureMs;
        this.progress = progress;
        this.rewrites = rewrites;
        for (Case which : cases) {
            for (Subject subject : subjects) {
                if (subject.does(which)) {
                    series.add(new Series(which, subject));
                }
            }
        }
    }

    /** Everything, in the order of cases and subjects. */
    List<Series> series() {
        return series;
    }

    /** Runs all rounds. A subject that fails in a case is left out of the case from then on. */
    void run() {
        int all = rounds * series.size();
        int done = 0;
        long began = System.nanoTime();
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < series.size(); i++) {
                Series each = series.get(i);
                say(round, done, all, began, each);
                if (each.failure == null) {
                    measure(each, round);
                }
                done++;
            }
        }
        if (rewrites) {
            progress.print("\r\033[K");
        }
    }

    private void measure(Series each, int round) {
        List<String> command = each.subject.command(each.which, warmMs, measureMs);
        try {
            String[] words = Processes.output(command, SECONDS).split(" ");
            if (words.length != 3) {
                throw new IOException("it printed \"" + String.join(" ", words) + "\"");
            }
            each.values.add(
                    new Series.Value(
                            round,
                            Double.parseDouble(words[0]),
                            Double.parseDouble(words[1]),
                            Double.parseDouble(words[2])));
        } catch (IOException | NumberFormatException e) {
            each.failure = e.getMessage();
        }
    }

    private void say(int round, int done, int all, long began, Series each) {
        double spent = (System.nanoTime() - began) / 1e9;
        String left = done == 0 ? "" : minutes(spent / done * (all - done)) + " left, ";
        String where = each.which.name() + ", " + each.subject.name();
        String line =
                String.format(Locale.ROOT, "round %d of %d, %s%s", round, rounds, left, where);
        if (rewrites) {
            progress.print("\r" + line + "\033[K");
            progress.flush();
        } else if (each == series.get(0)) {
            progress.println(line);
        }
    }

    private static String minutes(double seconds) {
        return seconds < 90 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }
}
