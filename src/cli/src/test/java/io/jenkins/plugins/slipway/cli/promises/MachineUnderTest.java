package io.jenkins.plugins.slipway.cli.promises;

import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.contract.ContractProject;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Moment;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Point;
import io.jenkins.plugins.slipway.engine.target.contract.PlaceUnderTest;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.LocalTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/** The environments of this machine, with a daemon of their own. */
@NullUnmarked
final class MachineUnderTest extends PlaceUnderTest {
    private static final boolean LONG = "long".equals(System.getProperty("slipway.promises"));

    private final Path home;
    private HostControl host;

    /** @param arguments the state home */
    MachineUnderTest(List<String> arguments) {
        this.home = Path.of(arguments.get(0));
    }

    @Override
    public String section() {
        return "target: local";
    }

    @Override
    public Target open(ContractProject project) throws Exception {
        if (host == null) {
            host = HostControl.of(home);
            if (host.status().isEmpty()) {
                host.start(0, null);
            }
        }
        return project.places(place -> LocalTarget.open(home));
    }

    @Override
    public Map<String, String> serving() throws Exception {
        Map<String, String> all = new TreeMap<>();
        for (String application : List.of("api", "web")) {
            String text =
                    get(application.equals("api") ? "api.production.shop.localhost" : "production.shop.localhost");
            if (text != null) {
                all.put(application, text);
            }
        }
        return all;
    }

    private String get(String name) throws Exception {
        if (host == null || host.status().isEmpty()) {
            return null;
        }
        try (Visitors visitor = new Visitors(host.status().orElseThrow().port(), name)) {
            Visitors.Answer answer = visitor.get("/version");
            return answer.status() == 200 ? answer.body() : null;
        }
    }

    @Override
    public String everything() throws Exception {
        return serving().toString();
    }

    @Override
    public boolean diesForReal() {
        return true;
    }

    @Override
    public List<String> arguments() {
        return List.of(home.toString());
    }

    /** A few of each stage, as each is a process and a restore. */
    @Override
    public List<Moment> chosen(List<Moment> all) {
        return LONG
                ? all
                : all.stream()
                        .filter(moment -> moment.point() == Point.UNCOMMITTED
                                || moment.point() == Point.COMMITTED
                                || moment.point() == Point.ANNOUNCED
                                        && List.of("prepare", "mount", "start", "post_deploy")
                                                .contains(moment.step()))
                        .toList();
    }

    @Override
    public void close() throws Exception {
        if (host != null) {
            host.stop(true);
        }
    }
}
