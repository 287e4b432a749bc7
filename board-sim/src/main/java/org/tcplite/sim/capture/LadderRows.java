package org.tcplite.sim.capture;

import java.util.ArrayList;
import java.util.List;

/** Puts what happens to a ladder's connection into rows; what belongs together shares one. */
final class LadderRows {

    /** How much of a segment's way a row shows. */
    enum Part {
        /** No segment: a call or a state. */
        NONE,
        /** From one side to the other. */
        WHOLE,
        /** It leaves; other things happen before it arrives. */
        DEPARTURE,
        /** It arrives, having left in an earlier row. */
        ARRIVAL,
        /** It leaves and is lost. */
        LOST
    }

    /** One row of the drawing. */
    static final class Row {
        /** At the left and at the right end of the arrow. */
        final long[] timeNs = new long[2];

        /** In the margins; null if empty. */
        final String[] cell = new String[2];

        /** Whether a cell is a state, not a call. */
        final boolean[] isState = new boolean[2];

        Shot shot;
        Part part = Part.NONE;

        Row(long timeNs) {
            this.timeNs[0] = timeNs;
            this.timeNs[1] = timeNs;
        }

        private boolean hasEnd(int side) {
            switch (part) {
                case WHOLE:
                    return true;
                case DEPARTURE:
                case LOST:
                    return shot.sender == side;
                case ARRIVAL:
                    return shot.sender != side;
                default:
                    return false;
            }
        }
    }

    private final List<Row> rows = new ArrayList<>();

    /** The index of the row in which a segment arrived last, or -1. */
    private int lastArrival = -1;

    void call(int side, long timeNs, String text) {
        Row row = last();
        if (row == null
                || row.part != Part.NONE
                || row.timeNs[side] != timeNs
                || row.cell[side] != null
                || row.isState[1 - side]) {
            row = add(timeNs);
        }
        row.cell[side] = text;
    }

    void state(int side, long timeNs, String name) {
        boolean isArrivals = lastArrival >= 0 && onlyDeparturesAfter(lastArrival);
        Row row = isArrivals ? rows.get(lastArrival) : last();
        if (!canTakeState(row, side, timeNs)) {
            row = lastOf(side, timeNs);
        }
        if (!canTakeState(row, side, timeNs)) {
            row = add(timeNs);
        }
        row.cell[side] = name;
        row.isState[side] = true;
    }

    /**
     * A state goes beside the arrow that has just come in, or beside the other side's new state.
     */
    private static boolean canTakeState(Row row, int side, long timeNs) {
        if (row == null || row.timeNs[side] != timeNs || row.cell[side] != null) {
            return false;
        }
        return row.part == Part.NONE
                ? row.isState[1 - side]
                : row.hasEnd(side) && row.shot.sender != side;
    }

    void depart(Shot shot, long timeNs) {
        Row row = last();
        boolean hasNewState =
                row != null
                        && row.part == Part.NONE
                        && row.timeNs[shot.sender] == timeNs
                        && row.isState[shot.sender]
                        && row.cell[1 - shot.sender] == null;
        if (!hasNewState) {
            row = add(timeNs);
        }
        row.shot = shot;
        row.part = Part.DEPARTURE;
    }

    /** It is drawn whole if nothing has happened on its way but that others followed it. */
    void arrive(Shot shot, long timeNs) {
        lastArrival = rowOf(shot);
        if (lastArrival >= 0 && onlyDeparturesAfter(lastArrival)) {
            Row row = rows.get(lastArrival);
            row.part = Part.WHOLE;
            row.timeNs[1 - shot.sender] = timeNs;
            return;
        }
        Row row = add(timeNs);
        row.shot = shot;
        row.part = Part.ARRIVAL;
        lastArrival = rows.size() - 1;
    }

    /** The index of the row in which {@code shot} left, or -1. */
    private int rowOf(Shot shot) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (rows.get(i).shot == shot && rows.get(i).part == Part.DEPARTURE) {
                return i;
            }
        }
        return -1;
    }

    private boolean onlyDeparturesAfter(int index) {
        for (int i = index + 1; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.part != Part.DEPARTURE || row.shot.sender != rows.get(index).shot.sender) {
                return false;
            }
        }
        return true;
    }

    /** The rows so far; beside every end of an arrow stands the state of that side. */
    List<Row> rows() {
        String[] state = new String[2];
        for (Row row : rows) {
            if (row.part == Part.DEPARTURE && row.shot.lostBecause != null) {
                row.part = Part.LOST;
            }
            for (int side = 0; side < 2; side++) {
                if (row.isState[side]) {
                    state[side] = row.cell[side];
                } else if (row.cell[side] == null && row.hasEnd(side)) {
                    row.cell[side] = state[side];
                }
            }
        }
        return rows;
    }

    /** The last row but for the segments that came to the other side at the same time. */
    private Row lastOf(int side, long timeNs) {
        int index = rows.size() - 1;
        while (index >= 0 && isOthersArrival(rows.get(index), side, timeNs)) {
            index--;
        }
        return index < 0 ? null : rows.get(index);
    }

    private static boolean isOthersArrival(Row row, int side, long timeNs) {
        return row.part == Part.ARRIVAL && row.shot.sender == side && row.timeNs[side] == timeNs;
    }

    private Row last() {
        return rows.isEmpty() ? null : rows.get(rows.size() - 1);
    }

    private Row add(long timeNs) {
        Row row = new Row(timeNs);
        rows.add(row);
        return row;
    }
}
