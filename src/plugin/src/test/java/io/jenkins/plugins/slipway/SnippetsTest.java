package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import hudson.model.Descriptor;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.pipeline.modeldefinition.generator.OptionsDirective;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.cps.nodes.StepNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the generators write for the four steps is what people write, and does what was configured. */
@WithJenkins
class SnippetsTest {
    private static final Set<String> STEPS = Set.of("buildApp", "deployEnv", "qualityGate", "rollback");

    private static JenkinsRule j;

    @BeforeAll
    static void jenkins(JenkinsRule rule) {
        j = rule;
    }

    /**
     * A step as the form of the generator sends it, and what is to be written.
     *
     * @param form its fields as JSON, without the class
     */
    private record Case(Class<? extends Step> step, String form, String snippet) {
        @Override
        public String toString() {
            return snippet;
        }
    }

    /** Each step as short as it can be, with each of its options alone, and with several. */
    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Class<BuildAppStep> build = BuildAppStep.class;
        cases.add(new Case(build, "reuse: true", "buildApp()"));
        cases.add(new Case(build, "reuse: false", "buildApp reuse: false"));
        cases.add(new Case(build, "reuse: true, app: 'api'", "buildApp app: 'api'"));
        cases.add(new Case(
                build,
                "reuse: false, app: 'api', dir: 'shop', project: 'store', timeout: '5m'",
                "buildApp app: 'api', dir: 'shop', project: 'store', reuse: false, timeout: '5m'"));
        common(cases, build, "buildApp", "", "reuse: true");

        Class<DeployEnvStep> deploy = DeployEnvStep.class;
        String staging = "environment: 'staging'";
        cases.add(new Case(deploy, staging, "deployEnv environment: 'staging'"));
        cases.add(new Case(deploy, staging + ", release: 3", "deployEnv environment: 'staging', release: 3"));
        changes(cases, deploy, "deployEnv");

        Class<QualityGateStep> gate = QualityGateStep.class;
        cases.add(new Case(gate, staging, "qualityGate environment: 'staging'"));
        cases.add(new Case(gate, staging + ", release: 3", "qualityGate environment: 'staging', release: 3"));
        cases.add(new Case(
                gate, staging + ", failOn: 'unstable'", "qualityGate environment: 'staging', failOn: 'unstable'"));
        cases.add(new Case(
                gate,
                staging + ", qualityGates: [{metric: 'LINE', threshold: '80', criticality: 'NOTE'}]",
                "qualityGate environment: 'staging',"
                        + " qualityGates: [[criticality: 'NOTE', metric: 'LINE', threshold: 80.0]]"));
        hooks(cases, gate, "qualityGate");

        Class<RollbackStep> back = RollbackStep.class;
        cases.add(new Case(back, staging, "rollback environment: 'staging'"));
        cases.add(new Case(back, staging + ", to: 2", "rollback environment: 'staging', to: 2"));
        cases.add(new Case(back, staging + ", data: 'down'", "rollback data: 'down', environment: 'staging'"));
        cases.add(new Case(
                back, staging + ", reason: 'it\\'s bad'", "rollback environment: 'staging', reason: 'it\\'s bad'"));
        changes(cases, back, "rollback");
        return cases;
    }

    private static void changes(List<Case> cases, Class<? extends Step> step, String name) {
        String form = "environment: 'staging', ";
        String snippet = name + " environment: 'staging', ";
        cases.add(new Case(step, form + "wait: 'newest'", snippet + "wait: 'newest'"));
        cases.add(new Case(step, form + "dryRun: true", name + " dryRun: true, environment: 'staging'"));
        hooks(cases, step, name);
    }

    private static void hooks(List<Case> cases, Class<? extends Step> step, String name) {
        cases.add(new Case(
                step,
                "environment: 'staging', credentials: [{id: 'registry', variable: 'TOKEN'}]",
                name + " credentials: [[id: 'registry', variable: 'TOKEN']], environment: 'staging'"));
        common(cases, step, name, "environment: 'staging', ", "environment: 'staging'");
    }

    private static void common(
            List<Case> cases, Class<? extends Step> step, String name, String environment, String form) {
        boolean build = environment.isEmpty();
        String behind = build ? "" : ", environment: 'staging'";
        cases.add(new Case(step, form + ", dir: 'shop'", name + " dir: 'shop'" + behind));
        cases.add(new Case(step, form + ", project: 'store'", name + " " + environment + "project: 'store'"));
        cases.add(new Case(step, form + ", timeout: '5m'", name + " " + environment + "timeout: '5m'"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_snippet_generator_writes_the_step(Case wanted) throws Exception {
        assertThat(generated(wanted), is(wanted.snippet()));
    }

    @Test
    void no_option_of_any_step_is_left_out_above() {
        for (Class<? extends Step> step :
                List.of(BuildAppStep.class, DeployEnvStep.class, QualityGateStep.class, RollbackStep.class)) {
            Set<String> options = new TreeSet<>();
            for (DescribableParameter option : new DescribableModel<>(step).getParameters()) {
                options.add(option.getName());
            }
            Set<String> tried = new TreeSet<>();
            cases().stream()
                    .filter(each -> each.step() == step)
                    .forEach(each -> JSONObject.fromObject("{" + each.form() + "}")
                            .keySet()
                            .forEach(key -> tried.add(key.toString())));
            assertThat(step.getSimpleName(), tried, is(options));
        }
    }

    @Test
    void what_the_snippet_generator_writes_runs_with_what_was_configured() throws Exception {
        StringBuilder scripted = new StringBuilder("node {\n");
        for (Case each : cases()) {
            scripted.append("catchError(buildResult: 'SUCCESS', stageResult: 'SUCCESS') { ")
                    .append(each.snippet())
                    .append(" }\n");
        }
        WorkflowJob job = j.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(scripted.append("}").toString(), true));
        WorkflowRun run = j.buildAndAssertSuccess(job);

        List<String> ran = new ArrayList<>();
        for (FlowNode node : new DepthFirstScanner().allNodes(run.getExecution())) {
            if (node instanceof StepNode step
                    && STEPS.contains(step.getDescriptor().getFunctionName())) {
                Map<String, Object> arguments = ArgumentsAction.getArguments(node);
                ran.add(Snippetizer.object2Groovy(step.getDescriptor().newInstance(arguments)));
            }
        }
        List<String> wanted = cases().stream().map(Case::snippet).toList();
        assertThat(ran, hasSize(wanted.size()));
        assertThat(ran, hasItems(wanted.toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void declarative_takes_what_the_snippet_generator_writes_and_writes_the_same_step(Case wanted) throws Exception {
        String pipeline = "pipeline { agent any\n stages { stage('x') { steps {\n" + wanted.snippet() + "\n} } } }";
        assertThat(convert("validateJenkinsfile", "jenkinsfile", pipeline).getString("result"), is("success"));

        JSONArray steps =
                convert("stepsToJson", "jenkinsfile", wanted.snippet()).getJSONArray("json");
        String back = convert("stepsToJenkinsfile", "json", steps.toString()).getString("jenkinsfile");
        String name = wanted.snippet().split("[ (]")[0];
        assertThat(back, containsString(name));
        assertThat(back, not(containsString("$class")));
        assertThat(
                convert("stepsToJson", "jenkinsfile", back).getJSONArray("json").toString(), is(steps.toString()));
    }

    @Test
    void each_step_is_offered_once_and_no_second_way_to_write_it() throws Exception {
        List<String> offered = new Snippetizer()
                .getQuasiDescriptors(false).stream().map(Object::toString).toList();
        assertThat(
                offered,
                hasItems(
                        "buildApp=BuildAppStep",
                        "deployEnv=DeployEnvStep",
                        "qualityGate=QualityGateStep",
                        "rollback=RollbackStep"));
        String page =
                j.createWebClient().goTo("pipeline-syntax/").getWebResponse().getContentAsString();
        assertThat(page, not(containsString("BuildAppBuilder")));
        assertThat(page, not(containsString("DeployEnvBuilder")));
        assertThat(page, not(containsString("QualityGateBuilder")));
        assertThat(page, not(containsString("RollbackBuilder")));
    }

    @Test
    void the_directive_generator_offers_them_in_no_directive_as_none_takes_them() throws Exception {
        String page = j.createWebClient()
                .goTo("directive-generator/")
                .getWebResponse()
                .getContentAsString();
        for (String step : STEPS) {
            assertThat(page, not(containsString(step)));
        }
        List<Descriptor> options = j.jenkins
                .getDescriptorByType(OptionsDirective.DescriptorImpl.class)
                .getDescriptors();
        assertThat(options.stream().anyMatch(each -> each.clazz.getName().contains("slipway")), is(false));
    }

    private static String generated(Case wanted) throws Exception {
        JSONObject form = JSONObject.fromObject("{" + wanted.form() + "}");
        form.put("stapler-class", wanted.step().getName());
        form.put("$class", wanted.step().getName());
        return post("pipeline-syntax/generateSnippet", "json", form.toString());
    }

    private static JSONObject convert(String how, String field, String what) throws Exception {
        JSONObject answer = JSONObject.fromObject(post("pipeline-model-converter/" + how, field, what))
                .getJSONObject("data");
        assertThat(answer.toString(), answer.getString("result"), is("success"));
        return answer;
    }

    private static String post(String path, String field, String value) throws Exception {
        JenkinsRule.WebClient client = j.createWebClient();
        WebRequest request = new WebRequest(new URL(j.getURL(), path), HttpMethod.POST);
        request.setRequestParameters(List.of(new NameValuePair(field, value)));
        return client.getPage(client.addCrumb(request)).getWebResponse().getContentAsString();
    }
}
