package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.FilePath;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.util.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Hooks get the credentials of their step, and nobody else sees them. */
@WithJenkins
class CredentialsTest {
    private static final String TOKEN = "correct-horse-battery-staple";
    private static final String PASSWORD = "tea \"for\" two";

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private JenkinsRule j;

    @BeforeEach
    void credentials(JenkinsRule rule) throws Exception {
        j = rule;
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(TOKEN)));
        add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "login", "", "ada", PASSWORD));
        add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "file",
                "",
                "kube.conf",
                SecretBytes.fromBytes("the first line\nthe second line\n".getBytes(StandardCharsets.UTF_8))));
    }

    @AfterEach
    void stop() throws Exception {
        Guestbook.stopHost();
    }

    private static void add(StandardCredentials credential) throws IOException {
        CredentialsProvider.lookupStores(Jenkins.get()).iterator().next().addCredentials(Domain.global(), credential);
    }

    private static void writeProject(FilePath workspace) throws Exception {
        workspace.mkdirs();
        workspace.child(".slipway").mkdirs();
        // By their lengths, as a test that looks for secrets in files must not write them into one.
        workspace.child("check").write("""
                test ${#TOKEN} = %d && test "$LOGIN" = "$LOGIN_USR:$LOGIN_PSW" && test ${#LOGIN_PSW} = %d || exit 3
                test "$(printf '%%s' "$FILE" | wc -l)" = 2 || exit 4
                echo "hook says $TOKEN, $LOGIN_PSW of $LOGIN_USR, $FILE"
                """.formatted(TOKEN.length(), PASSWORD.length()), "UTF-8");
        workspace.child(".slipway/config.yaml").write("""
                applications:
                  app:
                    type: java:17
                    source: { root: / }
                    hooks:
                      build: test -z "$TOKEN"
                      deploy: sh ./check
                environments: { staging: { type: staging } }
                gates: { staging: { tests: [ { run: sh ./check } ] } }
                """, "UTF-8");
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    @Test
    void hooks_and_tests_get_them_and_they_stand_nowhere() throws Exception {
        WorkflowJob shop = job("""
                def secrets = [[id: 'token', variable: 'TOKEN'], [id: 'login', variable: 'LOGIN'],
                               [id: 'file', variable: 'FILE']]
                node {
                  buildApp()
                  deployEnv environment: 'staging', credentials: secrets
                  qualityGate environment: 'staging', credentials: secrets
                }
                """);
        writeProject(j.jenkins.getWorkspaceFor(shop));
        WorkflowRun run = j.buildAndAssertSuccess(shop);

        String log = JenkinsRule.getLog(run);
        assertThat(log, containsString("hook says ****, **** of ada, ****"));
        assertThat(log, not(containsString(TOKEN)));
        assertThat(log, not(containsString("the second line")));
        assertThat(holders(TOKEN), is(empty()));
        assertThat(holders(PASSWORD), is(empty()));
        assertThat(
                "Jenkins notes who uses it",
                CredentialsProvider.getOrCreateFingerprintOf(CredentialsProvider.findCredentialById(
                                "token", StandardCredentials.class, run, List.of()))
                        .getJobs(),
                hasSize(1));
    }

    /** Files of Jenkins and of the agent in which the text stands, but for Jenkins' own store of secrets. */
    private List<Path> holders(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(j.jenkins.getRootDir().toPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    if (attributes.isRegularFile()
                            && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                } catch (IOException e) {
                    return visitFileFailed(file, e);
                }
            }

            /** Jenkins writes what it knows all the time, and renames what it has written. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return found;
    }

    @Test
    void one_that_is_not_there_or_cannot_be_given_is_said_before_anything_is_done() throws Exception {
        WorkflowJob shop = job("node { deployEnv environment: 'staging', credentials: [[id: 'tokn', variable: 'T']] }");
        writeProject(j.jenkins.getWorkspaceFor(shop));

        WorkflowRun run = j.buildAndAssertStatus(Result.FAILURE, shop);
        j.assertLogContains("There is no credential ‘tokn’ that ‘shop’ may use", run);

        shop.setDefinition(new CpsFlowDefinition(
                "node { deployEnv environment: 'staging', credentials: [[id: 'token', variable: 'LD_PRELOAD']] }",
                true));
        run = j.buildAndAssertStatus(Result.FAILURE, shop);
        j.assertLogContains("‘LD_PRELOAD’ cannot be the name of a variable for hooks", run);
        assertThat(SlipwayStore.get().records().deployments().history("shop", "staging", 1), is(empty()));
    }

    @Test
    void a_build_takes_none() throws Exception {
        WorkflowJob shop = job("node { buildApp credentials: [[id: 'token', variable: 'TOKEN']] }");
        writeProject(j.jenkins.getWorkspaceFor(shop));

        j.assertLogContains("Unknown parameter(s)", j.buildAndAssertStatus(Result.FAILURE, shop));
    }

    @Test
    void the_form_offers_credentials_only_to_those_who_may_choose_them() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        HookCredential.DescriptorImpl form = j.jenkins.getDescriptorByType(HookCredential.DescriptorImpl.class);
        assertThat(form.doFillIdItems(job, "").size(), is(4));
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("guest"));

        try (ACLContext guest = ACL.as2(User.getById("guest", true).impersonate2())) {
            assertThat(form.doFillIdItems(job, "mine"), hasSize(1));
            assertThat(form.doFillIdItems(null, "mine"), hasSize(1));
            assertThrows(AccessDeniedException3.class, () -> form.doCheckVariable(job, "X"));
        }
    }
}
