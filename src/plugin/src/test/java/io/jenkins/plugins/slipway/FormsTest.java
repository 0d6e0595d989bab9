package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.util.FormValidation;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a form shows is what was configured, and nobody asks the forms who may not. */
@WithJenkins
class FormsTest {
    private JenkinsRule j;

    @BeforeEach
    void jenkins(JenkinsRule rule) {
        j = rule;
    }

    @Test
    void every_step_comes_back_from_its_form_as_it_was() throws Exception {
        StepConfigTester forms = new StepConfigTester(j);

        BuildAppStep build = new BuildAppStep();
        build.setApp("api");
        build.setReuse(false);
        build.setDir("shop");
        build.setProject("store");
        build.setTimeout("5m");
        j.assertEqualDataBoundBeans(build, forms.configRoundTrip(build));

        DeployEnvStep deploy = new DeployEnvStep("staging");
        deploy.setRelease(3);
        deploy.setWait("newest");
        deploy.setDryRun(true);
        deploy.setCredentials(List.of(new HookCredential("token", "TOKEN"), new HookCredential("login", "LOGIN")));
        j.assertEqualDataBoundBeans(deploy, forms.configRoundTrip(deploy));

        QualityGateStep gate = new QualityGateStep("staging");
        gate.setFailOn("failed");
        GateRule rule = new GateRule("coverage.line", 62.5);
        rule.setCriticality("NOTE");
        gate.setQualityGates(List.of(new GateRule("tests.failed", 0), rule));
        j.assertEqualDataBoundBeans(gate, forms.configRoundTrip(gate));

        RollbackStep back = new RollbackStep("production");
        back.setTo(2);
        back.setData("down");
        back.setReason("checkout is broken");
        back.setWait("refuse");
        j.assertEqualDataBoundBeans(back, forms.configRoundTrip(back));
    }

    @Test
    void forms_say_what_cannot_be() {
        DeployEnvStep.DescriptorImpl forms = j.jenkins.getDescriptorByType(DeployEnvStep.DescriptorImpl.class);

        assertThat(forms.doCheckEnvironment(null, "staging").kind, is(FormValidation.Kind.OK));
        assertThat(forms.doCheckEnvironment(null, "../x").getMessage(), startsWith("‘../x’ is not a name"));
        assertThat(forms.doCheckTimeout(null, "soon").getMessage(), startsWith("‘soon’ is not a duration"));
        GateRule.DescriptorImpl rules = j.jenkins.getDescriptorByType(GateRule.DescriptorImpl.class);
        assertThat(rules.doCheckMetric(null, "TEST_STRENGTH").kind, is(FormValidation.Kind.OK));
        assertThat(rules.doCheckMetric(null, "tests.faild").getMessage(), containsString("tests.failed"));
        assertThat(forms.doCheckDir(null, "a/../../b").getMessage(), startsWith("‘a/../../b’ leads out"));
    }

    @Test
    void forms_answer_only_those_who_may_configure() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("guest"));
        DeployEnvStep.DescriptorImpl deploy = j.jenkins.getDescriptorByType(DeployEnvStep.DescriptorImpl.class);
        QualityGateStep.DescriptorImpl gate = j.jenkins.getDescriptorByType(QualityGateStep.DescriptorImpl.class);
        RollbackStep.DescriptorImpl back = j.jenkins.getDescriptorByType(RollbackStep.DescriptorImpl.class);
        GateRule.DescriptorImpl rule = j.jenkins.getDescriptorByType(GateRule.DescriptorImpl.class);

        try (ACLContext guest = ACL.as2(User.getById("guest", true).impersonate2())) {
            assertThrows(AccessDeniedException3.class, () -> deploy.doCheckEnvironment(job, "x"));
            assertThrows(AccessDeniedException3.class, () -> deploy.doCheckDir(job, "x"));
            assertThrows(AccessDeniedException3.class, () -> deploy.doCheckProject(job, "x"));
            assertThrows(AccessDeniedException3.class, () -> deploy.doCheckTimeout(job, "x"));
            assertThrows(AccessDeniedException3.class, () -> deploy.doFillWaitItems(job));
            assertThrows(AccessDeniedException3.class, () -> gate.doFillFailOnItems(job));
            assertThrows(AccessDeniedException3.class, () -> back.doFillDataItems(job));
            assertThrows(AccessDeniedException3.class, () -> rule.doCheckMetric(job, "x"));
            assertThrows(AccessDeniedException3.class, () -> rule.doAutoCompleteMetric(job, "x"));
            assertThrows(AccessDeniedException3.class, () -> rule.doFillCriticalityItems(job));
            SlipwayConfiguration configuration = SlipwayConfiguration.get();
            assertThrows(AccessDeniedException3.class, () -> configuration.doCheckKeepReleases("1"));
            assertThrows(AccessDeniedException3.class, () -> configuration.doCheckKeepDays("1"));
            assertThrows(AccessDeniedException3.class, configuration::doFillIsolationItems);
            assertThrows(
                    AccessDeniedException3.class,
                    () -> SlipwayConfiguration.get().doCheckRecords("x"));
        }
    }
}
