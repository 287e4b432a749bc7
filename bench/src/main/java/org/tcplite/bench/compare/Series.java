package org.tcplite.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the rounds gave for one subject and one case. */
final class Series {

    /** One process's line. */
    record Value(int round, double ns, double operations, double frames) {}

    final Case which;
    final Subject subject;
    final List<Value> values = new ArrayList<>();

    /** Why there is no value, or null. */
    String failure;

    Series(Case which, Subject subject) {
        this.which = which;
        this.subject = subject;
    }

    double min() {
        return sorted()[0];
    }

    double median() {
        double[] sorted = sorted();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    double max() {
        double[] sorted = sorted();
        return sorted[sorted.length - 1];
    }

    /** Frames an operation, of the last round. */
    double frames() {
        return values.get(values.size() - 1).frames;
    }

    boolean hasValues() {
        return !values.isEmpty();
    }

    private double[] sorted() {
        double[] sorted = values.stream().mapToDouble(Value::ns).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
