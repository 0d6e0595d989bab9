package io.jenkins.plugins.slipway.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Columns for people: as wide as their widest cell, two spaces apart. */
public final class Table {
    private final Style style;
    private final List<String> heads;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(Style style, String... heads) {
        this.style = style;
        this.heads = List.of(heads);
    }

    /** Adds a row; a cell is a text or a {@link Cell}. */
    public void row(Object... cells) {
        List<Cell> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Cell coloured ? coloured : new Cell(cell.toString(), text -> text));
        }
        rows.add(row);
    }

    public void print(PrintStream out) {
        List<Cell> head =
                heads.stream().map(text -> new Cell(text, style::faint)).toList();
        line(head, out);
        rows.forEach(row -> line(row, out));
    }

    private void line(List<Cell> cells, PrintStream out) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            line.append(cell.paint.apply(cell.text));
            if (i < cells.size() - 1) {
                line.append(" ".repeat(width(i) - cell.text.length() + 2));
            }
        }
        out.println(line.toString().stripTrailing());
    }

    private int width(int column) {
        int widest = heads.get(column).length();
        for (List<Cell> row : rows) {
            widest = Math.max(widest, row.get(column).text.length());
        }
        return widest;
    }

    /** A text and its colour. */
    public record Cell(String text, UnaryOperator<String> paint) {}
}
