package io.jenkins.plugins.slipway.cli;

/** Colour for terminals; plain text everywhere else. */
record Style(boolean coloured) {
    String good(String text) {
        return in("32", text);
    }

    String bad(String text) {
        return in("31", text);
    }

    String doubtful(String text) {
        return in("33", text);
    }

    String strong(String text) {
        return in("1", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    private String in(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
