package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.IndentedOutput;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Style;
import io.jenkins.plugins.slipway.cli.terminal.Table;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.GateConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.deploy.Environments;
import io.jenkins.plugins.slipway.engine.deploy.LiveNow;
import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import io.jenkins.plugins.slipway.engine.gate.GateKeeper;
import io.jenkins.plugins.slipway.engine.gate.GateRequest;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.gate.Verdict.RuleResult;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "gate",
        description = "Judges the release that is live in an environment, by the tests and rules of its gate.",
        footer = {"", "Example: slipway gate staging --fail-on unstable"})
final class GateVerb extends Verb {
    @Parameters(paramLabel = "ENV", description = "The environment.")
    @SuppressWarnings("NullAway.Init")
    private String environment;

    @Option(
            names = "--release",
            paramLabel = "N",
            description = "Refuses to judge if another release is live there than this one.")
    private @Nullable Integer release;

    @Option(
            names = "--fail-on",
            paramLabel = "VERDICT",
            converter = StatusArgument.class,
            description =
                    "The mildest verdict that ends with exit code 1: unstable, inconclusive or failed; inconclusive"
                            + " unless set.")
    private Status failOn = Status.INCONCLUSIVE;

    @Mixin
    private final RuleOptions more = new RuleOptions();

    @Mixin
    private final SecretOptions secrets = new SecretOptions();

    @Override
    protected int run(Session session) throws Exception {
        Secrets entrusted = secrets.read(session);
        ProjectConfig config = session.config();
        EnvironmentConfig declared = Environments.require(config, environment);
        GateConfig gate = gate(config.gates().get(environment));
        if (gate == null) {
            throw new BadInputException("Environment ‘" + environment + "’ has no gate. Declare one in"
                    + " .slipway/config.yaml under gates/" + environment + ".");
        }
        session.linger();
        LocalLifecycle lifecycle = new LocalLifecycle(session);
        lifecycle.closeAbandoned(environment);
        LiveNow now = new LiveNow(lifecycle.ports().target(), session.records().deployments());
        LiveNow.Live live = live(session, now);
        StatusReport host = HostVerb.control(session).start(null, null);
        GateRequest request = new GateRequest(
                config.project(),
                declared,
                gate,
                live.release(),
                live.deployment(),
                session.release(live.release()).artifacts(),
                urls(session, host, config.project()),
                session.directory(),
                session.processEnvironment().env(),
                entrusted,
                session.by(),
                () -> now.undisturbed(config.project(), environment));
        List<String> reports = new ArrayList<>();
        session.say("Judging release " + live.release() + " in " + environment + ".");
        Verdict verdict = new GateKeeper(
                        LocalProcessRunner.create(),
                        session.records().verdicts(),
                        session.processEnvironment().clock())
                .judge(
                        request,
                        IndentedOutput.script(session.processEnvironment()),
                        session.processEnvironment().cancellation(),
                        reports::add);
        verdict.notes().forEach(session::say);
        answer(session, session.isStep() ? forStep(verdict, reports) : json(verdict), () -> print(session, verdict));
        return verdict.status().compareTo(failOn) >= 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    /** Where the environment answers: first at its own port, which any client can use, then by its name. */
    private List<URI> urls(Session session, StatusReport host, String project) {
        URI named = URI.create(MainAddress.url(project, environment, host.port()));
        int own = host.environments().stream()
                .filter(one -> one.project().equals(project) && one.name().equals(environment))
                .mapToInt(StatusReport.Environment::ownPort)
                .findFirst()
                .orElse(0);
        if (own == 0) {
            session.say(
                    "The environment’s own port cannot be had; the host daemon’s log says who has it. SLIPWAY_URL is "
                            + named + ", which not every HTTP client can use.");
            return List.of(named);
        }
        return List.of(URI.create("http://127.0.0.1:" + own + "/"), named);
    }

    /** What is declared, with the rules of this command beside its own. */
    private @Nullable GateConfig gate(@Nullable GateConfig declared) {
        if (declared == null || more.rules().isEmpty()) {
            return declared;
        }
        more.check(declared.coverage().stream().anyMatch(coverage -> coverage.inventory() != null));
        return declared.withMore(more.rules());
    }

    private LiveNow.Live live(Session session, LiveNow now) {
        LiveNow.Live live = now.in(session.project(), environment)
                .orElseThrow(() -> new RefusedException("Nothing is live in environment ‘" + environment
                        + "’, so there is nothing to judge. Deploy with ‘slipway deploy " + environment + "’."));
        if (release != null && release != live.release()) {
            throw new RefusedException("Release " + release + " is not live in environment ‘" + environment
                    + "’: release " + live.release() + " is. Deploy it with ‘slipway deploy " + environment
                    + " --release "
                    + release + "’, then judge again.");
        }
        return live;
    }

    static Table.Cell cell(Status status, Style style) {
        return new Table.Cell(
                status.name(),
                switch (status) {
                    case PASSED -> style::good;
                    case UNSTABLE, INCONCLUSIVE -> style::doubtful;
                    case FAILED -> style::bad;
                });
    }

    private static void print(Session session, Verdict verdict) {
        Style style = session.style();
        if (!verdict.rules().isEmpty()) {
            Table table = new Table(style, "METRIC", "VALUE", "LIMIT", "CRITICALITY", "");
            for (RuleResult rule : verdict.rules()) {
                table.row(
                        rule.metric(),
                        rule.shown(),
                        rule.limit(),
                        rule.criticality().name().toLowerCase(Locale.ROOT),
                        new Table.Cell(
                                rule.status().name().toLowerCase(Locale.ROOT),
                                rule.status() == Verdict.RuleStatus.PASSED ? style::good : style::bad));
            }
            table.print(session.out());
        }
        Table.Cell status = cell(verdict.status(), style);
        session.out()
                .println("Release " + verdict.release() + " in " + verdict.environment() + ": "
                        + status.paint().apply(status.text()));
    }

    private static ObjectNode json(Verdict verdict) {
        ObjectNode document = Json.object()
                .put("environment", verdict.environment())
                .put("release", verdict.release())
                .put("verdict", verdict.status().name());
        ArrayNode rules = document.putArray("rules");
        for (RuleResult rule : verdict.rules()) {
            rules.add(Json.object()
                    .put("metric", rule.metric())
                    .put("value", number(rule.value()))
                    .put("shown", rule.shown())
                    .put("limit", rule.limit())
                    .put("min", number(rule.min()))
                    .put("max", number(rule.max()))
                    .put("criticality", rule.criticality().name())
                    .put("status", rule.status().name()));
        }
        return document;
    }

    /** As programs read numbers; one that is missing is null. */
    private static @Nullable Double number(@Nullable BigDecimal number) {
        return number == null ? null : number.doubleValue();
    }

    /** Who keeps the records shows the notes and the reports, too. */
    private static ObjectNode forStep(Verdict verdict, List<String> reports) {
        ObjectNode document = json(verdict);
        document.set("notes", Json.strings(verdict.notes()));
        document.set("junit", Json.strings(reports));
        return document;
    }

    static final class StatusArgument implements ITypeConverter<Status> {
        @Override
        public Status convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "unstable" -> Status.UNSTABLE;
                case "inconclusive" -> Status.INCONCLUSIVE;
                case "failed" -> Status.FAILED;
                default ->
                    throw new TypeConversionException("‘" + text + "’ is not one of unstable, inconclusive and failed");
            };
        }
    }
}
