package io.jenkins.plugins.slipway.cli.terminal;

/** Colour for terminals; plain text everywhere else. */
public record Style(boolean coloured) {
    public String good(String text) {
        return in("32", text);
    }

    public String bad(String text) {
        return in("31", text);
    }

    public String doubtful(String text) {
        return in("33", text);
    }

    public String strong(String text) {
        return in("1", text);
    }

    public String faint(String text) {
        return in("2", text);
    }

    private String in(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
