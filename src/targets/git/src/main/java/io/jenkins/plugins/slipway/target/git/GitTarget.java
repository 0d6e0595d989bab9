package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.Capabilities;
import io.jenkins.plugins.slipway.engine.target.DriftPort;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.PlanRequest;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.Stage;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.TargetContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A branch that is a web site. It is only written to: no lock, no hooks, no data; its fence is the commit that a push expects. */
final class GitTarget implements Target {
    static final String COMMIT = "commit";
    static final String PUSH = "push";
    static final String ANSWER = "answer";

    private final TargetContext context;
    private final Site site;

    GitTarget(TargetContext context, Site site) {
        this.context = context;
        this.site = site;
    }

    @Override
    public Capabilities capabilities(String project, String environment) {
        return Capabilities.STORE;
    }

    @Override
    public List<PlannedStep> plan(PlanRequest request) {
        if (request.applications().size() > 1) {
            throw new BadInputException("Environment ‘" + request.environment().name() + "’: "
                    + request.applications().size() + " applications would be published to " + site.name()
                    + ", which is one site. Give each a place of its own by ‘targets’.");
        }
        List<PlannedStep> steps = new ArrayList<>();
        List<String> makes = new ArrayList<>();
        request.applications()
                .forEach(one -> makes.add(
                        "Makes a commit of " + (site.folder().isEmpty() ? "" : "folder ‘" + site.folder() + "’ of ")
                                + "‘" + one.application() + "’ " + one.digest().abbreviated() + "."));
        Injection injection = site.files().injection();
        if (injection != null) {
            makes.add("Writes the settings of environment ‘"
                    + request.environment().name() + "’ into " + injection.file() + ".");
        }
        steps.add(new PlannedStep(COMMIT, Stage.PREPARE, makes));
        steps.add(new PlannedStep(
                PUSH,
                Stage.SWITCH,
                List.of("Pushes it to " + site.name()
                        + (site.single() ? ", in the place of the one commit that is there." : "."))));
        Site.Answer answer = site.answer();
        if (answer != null) {
            steps.add(new PlannedStep(
                    ANSWER,
                    Stage.SWITCH,
                    List.of("Asks " + answer.url() + " until it answers with this release, for up to "
                            + Texts.span(answer.timeout()) + ".")));
        }
        return steps;
    }

    @Override
    public Optional<Live> inspect(String project, String environment) {
        SiteState state = look(project, environment);
        return state.ours() == null ? Optional.empty() : Optional.of(state.live());
    }

    @Override
    public Optional<DriftPort> drift(String project, String environment) {
        return Optional.of(() -> look(project, environment).drift());
    }

    private SiteState look(String project, String environment) {
        return workshop(project, environment).look(Cancellation.never());
    }

    private SiteWork workshop(String project, String environment) {
        return new SiteWork(context, site, new Access(site, context.variables()), project, environment);
    }

    @Override
    public Lock lock(LockRequest request, WaitListener listener, Cancellation cancellation) {
        return new GitLock(workshop(request.project(), request.environment()));
    }
}
