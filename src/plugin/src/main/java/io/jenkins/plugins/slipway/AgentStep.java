package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import io.jenkins.plugins.slipway.engine.store.StepChanges;
import io.jenkins.plugins.slipway.engine.store.StepChanges.Artifacts;
import io.jenkins.plugins.slipway.engine.store.StepScope;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import jenkins.agents.ControllerToAgentFileCallable;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.Controller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of the command on an agent, in a process that outlives the connection and the controller. This value is all that a
 * controller needs to follow it again after a restart; the truth is in the files of its folder.
 */
final class AgentStep implements Serializable {
    private static final long serialVersionUID = 1L;

    private final StepAssignment assignment;
    private final String folder;
    private final Controller controller;
    private final StepChanges changes;
    private volatile boolean stopping;

    private AgentStep(StepAssignment assignment, String folder, Controller controller, StepChanges changes) {
        this.assignment = assignment;
        this.folder = folder;
        this.controller = controller;
        this.changes = changes;
    }

    /**
     * Starts the command.
     *
     * @param secrets for its hooks; they reach it by the environment of its process, and are in no file
     */
    @NonNull
    static AgentStep start(
            @NonNull StepAssignment assignment,
            @NonNull HookSecrets secrets,
            @NonNull FilePath workspace,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        if (!launcher.isUnix()) {
            throw new AbortException("Slipway's steps need an agent with a Unix shell, and " + workspace.getRemote()
                    + " is on Windows; choose another agent for this stage");
        }
        StepWork work = assignment.work();
        EnvVars environment = secrets.variables();
        Isolation.apply(workspace, environment);
        SqlRecords records = SlipwayStore.get().records();
        Integer release = work.release();
        StepScope scope = StepScopes.of(assignment, records);
        FilePath home = AgentTool.home(workspace);
        home.mkdirs();
        sendArtifacts(work, assignment.project(), release, records, home);
        FilePath temporary = WorkspaceList.tempDir(workspace);
        if (temporary == null) {
            throw new AbortException("There can be no folder for temporary files beside workspace "
                    + workspace.getRemote() + ", as it has no parent folder; use another workspace");
        }
        FilePath folder = temporary.child("slipway-" + UUID.randomUUID());
        folder.mkdirs();
        folder.child("records.json")
                .write(records.snapshot(assignment.project()).toJson(), "UTF-8");
        List<String> command = new ArrayList<>(List.of(
                workspace.act(new JavaProgram()),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                AgentTool.jar(workspace).getRemote(),
                work.verb().word()));
        if (!work.environment().isEmpty()) {
            command.add(work.environment());
        }
        String releaseOption = work.verb().releaseOption();
        if (release != null && releaseOption != null) {
            command.addAll(List.of(releaseOption, release.toString()));
        }
        command.addAll(work.commandOptions());
        command.addAll(secrets.options());
        command.addAll(
                List.of("--json", "--dir", assignment.directory(workspace).getRemote()));
        command.addAll(List.of("--home", home.getRemote(), "--project", assignment.project(), "--by", assignment.by()));
        command.addAll(List.of("--step", folder.getRemote()));
        String script = "exec " + command.stream().map(Util::singleQuote).collect(Collectors.joining(" ")) + " >"
                + Util.singleQuote(folder.child("result.json").getRemote());
        BourneShellScript shell = new BourneShellScript("#!/bin/sh\n" + script + "\n");
        return new AgentStep(
                assignment,
                folder.getRemote(),
                launch(shell, environment, workspace, launcher, listener),
                new StepChanges(scope));
    }

    /** The one part that must not be done again when the connection breaks in it. */
    private static Controller launch(
            BourneShellScript shell, EnvVars environment, FilePath workspace, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        NotingLauncher noting = new NotingLauncher(launcher);
        try {
            return shell.launch(environment, workspace, noting, listener);
        } catch (IOException | RuntimeException | LinkageError e) {
            if (!noting.hasLaunched() || AgentTool.isConnected(workspace)) {
                throw e;
            }
            throw new SettledException(
                    "The connection to the agent of workspace " + workspace.getRemote() + " broke while"
                            + " the command was being started there, and whether it was is not known. When the agent is back, see"
                            + " what is live, and run the step again");
        }
    }

    private static void sendArtifacts(
            StepWork work, String project, @CheckForNull Integer number, SqlRecords records, FilePath home)
            throws IOException, InterruptedException {
        ArtifactTransfer transfer = new ArtifactTransfer(SlipwayStore.get().artifacts(), home);
        switch (work.verb()) {
            case DEPLOY -> {
                Optional<Release> wanted =
                        number == null ? Optional.empty() : records.releases().find(project, number);
                if (wanted.isPresent()) {
                    transfer.send(wanted.get().artifacts().values());
                }
            }
            case ROLLBACK -> {
                for (Release kept : records.releases().kept(project)) {
                    if (number == null || kept.number() == number) {
                        transfer.send(kept.artifacts().values());
                    }
                }
            }
            case BUILD, GATE -> {
                // A build makes artifacts, and a gate judges what is there.
            }
        }
    }

    /**
     * Passes on what the command said and did since the last call.
     *
     * @param log gets what it said
     * @return whether it has ended, whether it said anything, and whether it wrote down a change that it cannot make
     */
    @NonNull
    Progress poll(
            @NonNull FilePath workspace,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener,
            @NonNull OutputStream log)
            throws IOException, InterruptedException {
        Integer exit = controller.exitStatus(workspace, launcher, listener);
        // In this order: what is said before the end is passed on before the end is.
        boolean spoke = controller.writeLog(workspace, log);
        log.flush();
        // The release of a build is taken over with its artifacts, and what an aborted gate says is not: tests that
        // were
        // ended say nothing about the release, whichever of the two the command saw first.
        StepWork.Verb verb = assignment.work().verb();
        String refusal = null;
        if (verb != StepWork.Verb.BUILD && !(stopping && verb == StepWork.Verb.GATE)) {
            try {
                follow(workspace, Artifacts.none());
            } catch (RefusedException e) {
                refusal = StepWords.of(String.valueOf(e.getMessage()));
            }
        }
        return new Progress(exit, spoke, refusal);
    }

    /**
     * How far the command is.
     *
     * @param exit its exit code, or null while it runs
     * @param spoke whether what it said was passed on; how much of it was is a part of this step's state, to be saved
     * @param refusal why a change is not taken over, nor any after it; null if there is no such change. Said once
     */
    record Progress(
            @CheckForNull Integer exit,
            boolean spoke,
            @CheckForNull String refusal) {
        /** @throws SettledException if there is a refusal */
        void requireNoRefusal() throws SettledException {
            if (refusal != null) {
                throw new SettledException(refusal);
            }
        }
    }

    private void follow(FilePath workspace, Artifacts artifacts) throws IOException, InterruptedException {
        FilePath file = workspace.child(folder).child("changes.jsonl");
        int taken = 1;
        while (taken > 0 && !changes.isClosed() && file.length() > changes.offset()) {
            long from = changes.offset();
            try (InputStream rest = file.readFromOffset(from)) {
                taken = changes.follow(rest, from, SlipwayStore.get().records(), artifacts, Instant.now());
            }
        }
    }

    /** The records take nothing more from this step. */
    void disregard() {
        changes.close();
    }

    /**
     * The document that the command printed, once it has ended. New artifacts are here by then, and the release that has them.
     *
     * @throws AbortException if it says what is not so
     */
    @NonNull
    JsonNode result(@NonNull FilePath workspace) throws IOException, InterruptedException {
        ObjectNode document = AgentFiles.document(workspace.child(folder).child("result.json"));
        SqlRecords records = SlipwayStore.get().records();
        if (assignment.work().verb() == StepWork.Verb.BUILD && document.has("applications")) {
            ArtifactTransfer transfer = new ArtifactTransfer(SlipwayStore.get().artifacts(), AgentTool.home(workspace));
            Map<String, Digest> brought =
                    transfer.fetch(assignment.project(), document.path("applications"), workspace.getRemote());
            try {
                follow(workspace, (application, digest) -> digest.equals(brought.get(application)));
            } catch (RefusedException e) {
                throw new SettledException(StepWords.of(String.valueOf(e.getMessage())));
            }
        }
        return new AgentAnswer(assignment, changes, records).check(document);
    }

    /**
     * The document that the command printed at an end that it was asked for; an empty one if it printed none, or one that is not so.
     *
     * @throws IOException if the agent is gone
     */
    @NonNull
    JsonNode left(@NonNull FilePath workspace) throws IOException, InterruptedException {
        try {
            return result(workspace);
        } catch (AbortException e) {
            if (!AgentTool.isConnected(workspace)) {
                throw e;
            }
            return JsonMapper.shared().createObjectNode();
        }
    }

    /** Asks the command to end; it restores what was live before it does. */
    void stop(@NonNull FilePath workspace, @NonNull Launcher launcher) throws IOException, InterruptedException {
        stopping = true;
        controller.stop(workspace, launcher);
    }

    /** Removes what the run left for the controller. */
    void cleanUp(@NonNull FilePath workspace) throws IOException, InterruptedException {
        controller.cleanup(workspace);
        workspace.child(folder).deleteRecursive();
    }

    @NonNull
    StepAssignment assignment() {
        return assignment;
    }

    /** The folder with what the command has left for the controller. */
    @NonNull
    FilePath folder(@NonNull FilePath workspace) {
        return workspace.child(folder);
    }

    /** The Java that runs the agent runs the command. */
    private record JavaProgram() implements ControllerToAgentFileCallable<String> {
        @Override
        public String invoke(File workspace, VirtualChannel channel) {
            return System.getProperty("java.home") + "/bin/java";
        }
    }
}
