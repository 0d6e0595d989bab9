package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.config.target.TargetConfig;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.TargetContext;
import io.jenkins.plugins.slipway.engine.target.contract.ContractProject;
import io.jenkins.plugins.slipway.engine.target.contract.PlaceUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/** Two sites, each a branch of one repository on a server. */
@NullUnmarked
class RepositoryUnderTest extends PlaceUnderTest {
    /** Whoever comes after a killed deployer waits that long for it. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final List<String> SITES = List.of("api", "web");

    private final BareRepository repository;
    private final String address;
    private final String more;
    private final Map<String, String> variables = new HashMap<>(System.getenv());
    private ContractProject last;

    /** @param arguments the repository's folder, its address, and further lines of each section */
    RepositoryUnderTest(List<String> arguments) {
        this.repository = new BareRepository(Path.of(arguments.get(0)));
        this.address = arguments.get(1);
        this.more = arguments.get(2);
    }

    RepositoryUnderTest with(Map<String, String> others) {
        variables.putAll(others);
        return this;
    }

    @Override
    public String section() {
        String site = "{ git: { repository: \"%s\", branch: %s%s } }";
        return "targets:\n  api: " + site.formatted(address, "api", more) + "\n  web: "
                + site.formatted(address, "web", more);
    }

    @Override
    public Target open(ContractProject project) {
        last = project;
        return diesForReal()
                ? project.places(place -> site(place, project), LEASE)
                : project.places(place -> site(place, project));
    }

    private Target site(TargetConfig place, ContractProject project) {
        return new GitTargetType()
                .open(
                        new TargetContext(project.home, variables, project.artifacts, Clock.systemUTC()),
                        place.section());
    }

    @Override
    public Map<String, String> serving() throws Exception {
        Map<String, String> all = new TreeMap<>();
        for (String site : SITES) {
            if (repository.has(site) && repository.files(site).contains("version")) {
                all.put(site, repository.text(site, "version"));
            }
        }
        return all;
    }

    @Override
    public String everything() throws Exception {
        String left = "";
        if (last != null && Files.isDirectory(last.home.resolve("targets/git/work"))) {
            try (var files = Files.list(last.home.resolve("targets/git/work"))) {
                left = files.toList().toString();
            }
        }
        return repository.git("for-each-ref") + left;
    }

    @Override
    public boolean knowsThatNothingChanged() {
        return true;
    }

    @Override
    public Optional<Map<String, String>> changeByHand() throws Exception {
        repository.changeByHand("web", "version", "web by hand " + System.nanoTime());
        return Optional.of(serving());
    }

    @Override
    public List<String> arguments() {
        return List.of(repository.folder().toString(), address, more);
    }
}
