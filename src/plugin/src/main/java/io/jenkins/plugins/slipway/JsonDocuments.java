package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/** Reads values out of the documents that the command prints. */
final class JsonDocuments {
    private JsonDocuments() {}

    @CheckForNull
    static Integer integer(@NonNull JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt() ? Integer.valueOf(value.intValue()) : null;
    }

    @NonNull
    static ArrayList<String> strings(@NonNull JsonNode values) {
        ArrayList<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asString("")));
        return texts;
    }

    /** A rule's number as its reader wants it; in documents from before there was that, the number itself. */
    @NonNull
    static String shown(@NonNull JsonNode rule) {
        return rule.path("shown").asString(rule.path("value").asString(""));
    }
}
