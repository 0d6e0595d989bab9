package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.report.Fraction;
import io.jenkins.plugins.slipway.engine.report.Quantity;
import io.jenkins.plugins.slipway.engine.report.UnreadableReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Coverage of a project's own kinds of things, such as the events that it can send. A JSON object: by kind, the names of the
 * things that the tests met and of those that they missed.
 *
 * <pre>{ "event": { "covered": ["order.placed", "order.paid"], "missed": ["order.refunded"] } }</pre>
 *
 * Inventories of one gate are merged: what one of them has covered is covered.
 */
final class Inventory {
    private static final long LARGEST = 64L << 20;
    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Set<String>> covered = new TreeMap<>();
    private final Map<String, Set<String>> all = new TreeMap<>();

    /**
     * Adds what a file says; nothing if it is unreadable.
     *
     * @param name how messages call the file
     */
    void add(Path file, String name) throws UnreadableReportException, IOException {
        if (Files.size(file) > LARGEST) {
            throw new UnreadableReportException(name + " is larger than " + (LARGEST >> 20) + " MB");
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(file);
        } catch (JacksonException e) {
            throw new UnreadableReportException(name + ":" + e.getLocation().getLineNr() + ":"
                    + e.getLocation().getColumnNr() + " is not JSON: " + e.getOriginalMessage());
        }
        Inventory other = new Inventory();
        if (!tree.isObject()) {
            throw new UnreadableReportException(name + " is not a JSON object of kinds");
        }
        for (Map.Entry<String, JsonNode> kind : tree.properties()) {
            other.kind(kind.getKey(), kind.getValue(), name);
        }
        other.all.forEach((kind, names) ->
                all.computeIfAbsent(kind, key -> new TreeSet<>()).addAll(names));
        other.covered.forEach((kind, names) ->
                covered.computeIfAbsent(kind, key -> new TreeSet<>()).addAll(names));
    }

    private void kind(String kind, JsonNode lists, String name) throws UnreadableReportException {
        if (!KIND.matcher(kind).matches() || Metrics.known().contains(Metrics.ofKind(kind))) {
            throw new UnreadableReportException(name + ": ‘" + kind
                    + "’ cannot be a kind; a kind is a word of letters, digits, - and _ that no coverage report uses");
        }
        if (!lists.isObject() || !Set.of("covered", "missed").equals(names(lists))) {
            throw new UnreadableReportException(
                    name + ": ‘" + kind + "’ must have the lists ‘covered’ and ‘missed’, and nothing else");
        }
        Set<String> met = texts(lists.get("covered"), name + ": " + kind + ".covered");
        Set<String> both = new TreeSet<>(met);
        both.addAll(texts(lists.get("missed"), name + ": " + kind + ".missed"));
        covered.put(kind, met);
        all.put(kind, both);
    }

    private static Set<String> names(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }

    private static Set<String> texts(JsonNode list, String place) throws UnreadableReportException {
        Set<String> texts = new TreeSet<>();
        if (!list.isArray()) {
            throw new UnreadableReportException(place + " must be a list of names");
        }
        for (JsonNode entry : list) {
            if (!entry.isString()) {
                throw new UnreadableReportException(place + " must be a list of names, but has " + entry.getNodeType());
            }
            texts.add(entry.stringValue());
        }
        return texts;
    }

    /** Percentages by metric. A kind without things has none. */
    Map<String, Quantity> numbers() {
        Map<String, Quantity> numbers = new TreeMap<>();
        all.forEach((kind, names) -> {
            if (!names.isEmpty()) {
                Fraction share =
                        new Fraction(covered.getOrDefault(kind, Set.of()).size(), names.size());
                numbers.put(Metrics.ofKind(kind), Quantity.percent(share));
            }
        });
        return numbers;
    }
}
