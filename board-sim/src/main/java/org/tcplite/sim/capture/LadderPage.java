package org.tcplite.sim.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tcplite.sim.capture.LadderRows.Part;
import org.tcplite.sim.capture.LadderRows.Row;

/** Draws the rows of a ladder with characters. */
final class LadderPage {

    private static final int LEFT = Ladder.LEFT;
    private static final int RIGHT = Ladder.RIGHT;
    private static final int TIME_WIDTH = 11;
    private static final int MIN_CELL_WIDTH = 12;
    private static final String LOST_ROOM = "        ";
    private static final int ARROW_ROOM = 16;

    /** A pause worth a line of its own. */
    private static final long GAP_NS = 100_000_000;

    private static final double NS_PER_S = 1e9;

    private final String[] names;
    private final String bar;
    private final String line;
    private final String toRight;
    private final String toLeft;
    private final String cross;
    private final String dots;

    private final List<String> page = new ArrayList<>();
    private int cellWidth;
    private int middleWidth;
    private long originNs;

    LadderPage(String[] names, boolean unicode) {
        this.names = names;
        bar = unicode ? "\u2502" : "|";
        line = unicode ? "\u2500" : "-";
        toRight = unicode ? "\u25b6" : ">";
        toLeft = unicode ? "\u25c0" : "<";
        cross = unicode ? "\u2717" : "x";
        dots = unicode ? "\u22ee" : ":";
    }

    List<String> draw(List<Row> rows) {
        measure(rows);
        add("", names[LEFT], center(""), names[RIGHT], "");
        long lastNs = originNs;
        for (Row row : rows) {
            long firstNs = firstNs(row);
            if (firstNs - lastNs >= GAP_NS) {
                String pause = String.format(Locale.ROOT, "%.3f s", (firstNs - lastNs) / NS_PER_S);
                add("", "", bar + center(dots + " " + pause) + bar, "", "");
            }
            lastNs = lastNs(row);
            draw(row);
        }
        return page;
    }

    private void measure(List<Row> rows) {
        cellWidth = Math.max(MIN_CELL_WIDTH, Math.max(names[LEFT].length(), names[RIGHT].length()));
        middleWidth = 40;
        originNs = rows.isEmpty() ? 0 : firstNs(rows.get(0));
        for (Row row : rows) {
            for (String cell : row.cell) {
                cellWidth = Math.max(cellWidth, cell == null ? 0 : cell.length());
            }
            if (row.shot != null) {
                middleWidth = Math.max(middleWidth, row.shot.label.length() + ARROW_ROOM);
                middleWidth = Math.max(middleWidth, row.shot.detail.length() + 8);
                if (row.shot.lostBecause != null) {
                    middleWidth = Math.max(middleWidth, row.shot.lostBecause.length() + 8);
                }
            }
        }
    }

    /** The time of the row's event that came first: a segment's departure, if it has one. */
    private static long firstNs(Row row) {
        return row.part == Part.WHOLE ? row.timeNs[row.shot.sender] : row.timeNs[LEFT];
    }

    private static long lastNs(Row row) {
        return row.part == Part.WHOLE ? row.timeNs[1 - row.shot.sender] : row.timeNs[LEFT];
    }

    private void draw(Row row) {
        add(time(row, LEFT), row.cell[LEFT], middle(row), row.cell[RIGHT], time(row, RIGHT));
        if (row.part == Part.NONE || row.part == Part.ARRIVAL) {
            return;
        }
        if (!row.shot.detail.isEmpty()) {
            under(row.shot.detail);
        }
        if (row.part == Part.LOST) {
            under(row.shot.lostBecause);
        }
    }

    private void under(String text) {
        add("", "", bar + pad("    " + text, middleWidth) + bar, "", "");
    }

    private String middle(Row row) {
        return bar + (row.part == Part.NONE ? center("") : arrow(row)) + bar;
    }

    private String arrow(Row row) {
        boolean rightwards = row.shot.sender == LEFT;
        String label = line + line + " " + row.shot.label + " ";
        switch (row.part) {
            case LOST:
                return rightwards
                        ? stretch(label, cross + LOST_ROOM)
                        : stretch(LOST_ROOM + cross + label, "");
            case DEPARTURE:
                return rightwards ? stretch(label, " ...") : stretch("... " + label, "");
            case ARRIVAL:
                return rightwards
                        ? stretch("... " + label, toRight)
                        : stretch(toLeft + label, " ...");
            default:
                return rightwards ? stretch(label, toRight) : stretch(toLeft + label, "");
        }
    }

    /** As long a shaft between the two as there is room for. */
    private String stretch(String before, String after) {
        int room = middleWidth - before.length() - after.length();
        return before + line.repeat(Math.max(0, room)) + after;
    }

    private String time(Row row, int side) {
        boolean shown = side == LEFT ? row.cell[LEFT] != null : row.cell[RIGHT] != null;
        return shown
                ? String.format(Locale.ROOT, "%.6f", (row.timeNs[side] - originNs) / NS_PER_S)
                : "";
    }

    private void add(String leftTime, String left, String middle, String right, String rightTime) {
        String text =
                String.format("%" + TIME_WIDTH + "s", leftTime)
                        + "  "
                        + pad(left, cellWidth)
                        + " "
                        + pad(middle, middleWidth + 2)
                        + " "
                        + pad(right, cellWidth)
                        + String.format("%" + TIME_WIDTH + "s", rightTime);
        page.add(text.stripTrailing());
    }

    private static String pad(String text, int width) {
        String shown = text == null ? "" : text;
        return shown + " ".repeat(Math.max(0, width - shown.length()));
    }

    private String center(String text) {
        int before = (middleWidth - text.length()) / 2;
        return pad(" ".repeat(Math.max(0, before)) + text, middleWidth);
    }
}
