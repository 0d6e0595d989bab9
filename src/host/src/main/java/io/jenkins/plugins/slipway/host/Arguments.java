package io.jenkins.plugins.slipway.host;

import org.jspecify.annotations.Nullable;

/** Options of the host's own programs, each with a value. */
final class Arguments {
    private final String[] args;

    Arguments(String[] args) {
        this.args = args.clone();
    }

    /** @throws IllegalArgumentException if it is not there */
    String required(String name) {
        String value = option(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    @Nullable
    String option(String name) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(name)) {
                return args[i + 1];
            }
        }
        return null;
    }
}
