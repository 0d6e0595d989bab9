package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.target.Places;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/** Shelves in memory by name. */
@NullUnmarked
public final class ShelvesUnderTest extends PlaceUnderTest {
    private final Map<String, Shelf> shelves = new TreeMap<>();
    private final String section;

    /** @param section that leads to the shelves */
    public ShelvesUnderTest(String section, String... names) {
        this.section = section;
        for (String name : names) {
            shelves.put(name, new Shelf());
        }
    }

    public Shelf shelf(String name) {
        return shelves.get(name);
    }

    @Override
    public String section() {
        return section;
    }

    @Override
    public Target open(ContractProject project) {
        return open(project, Duration.ofMinutes(1));
    }

    /** @param lease how long one lasts that nobody renews */
    public Places open(ContractProject project, Duration lease) {
        return project.places(
                place ->
                        new ShelfTarget(shelves.get(place.section().path("name").asString()), project.artifacts),
                lease);
    }

    @Override
    public Map<String, String> serving() {
        Map<String, String> all = new TreeMap<>();
        shelves.values().stream()
                .filter(shelf -> shelf.thing() != null)
                .forEach(shelf -> all.putAll(shelf.thing().texts()));
        return all;
    }

    @Override
    public String everything() {
        return shelves.values().stream()
                .map(shelf -> shelf.writes() + " " + shelf.thing())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public boolean knowsThatNothingChanged() {
        return true;
    }

    @Override
    public Optional<Map<String, String>> changeByHand() {
        Map<String, String> texts = new TreeMap<>(serving());
        texts.putAll(shelves.values().iterator().next().changeByHand());
        return Optional.of(texts);
    }
}
