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
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.ChangeFile;
import io.jenkins.plugins.slipway.engine.store.RecordChange;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import jenkins.agents.ControllerToAgentFileCallable;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.Controller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run of the command on an agent, in a process that outlives the connection and the controller. This value is all that a
 * controller needs to follow it again after a restart; the truth is in the files of its folder.
 */
final class AgentStep implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Assignment assignment;
    private final String folder;
    private final Controller controller;
    private volatile boolean stopping;

    private AgentStep(Assignment assignment, String folder, Controller controller) {
        this.assignment = assignment;
        this.folder = folder;
        this.controller = controller;
    }

    /**
     * Starts the command.
     *
     * @param secrets for its hooks; they reach it by the environment of its process, and are in no file
     */
    @NonNull
    static AgentStep start(
            @NonNull Assignment assignment,
            @NonNull HookSecrets secrets,
            @NonNull FilePath workspace,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        if (!launcher.isUnix()) {
            throw new AbortException("Slipway's steps need an agent with a Unix shell, and " + workspace.getRemote()
                    + " is on Windows; choose another agent for this stage");
        }
        Work work = assignment.work();
        EnvVars environment = secrets.variables();
        Isolation.apply(workspace, environment);
        SqlRecords records = SlipwayStore.get().records();
        FilePath home = AgentTool.home(workspace);
        home.mkdirs();
        sendArtifacts(work, assignment.project(), records, home);
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
        Integer release = work.release();
        String releaseOption = work.verb().releaseOption();
        if (release != null && releaseOption != null) {
            command.addAll(List.of(releaseOption, release.toString()));
        }
        command.addAll(work.options());
        command.addAll(secrets.options());
        command.addAll(
                List.of("--json", "--dir", assignment.directory(workspace).getRemote()));
        command.addAll(List.of("--home", home.getRemote(), "--project", assignment.project(), "--by", assignment.by()));
        command.addAll(List.of("--step", folder.getRemote()));
        String script = "exec " + command.stream().map(Util::singleQuote).collect(Collectors.joining(" ")) + " >"
                + Util.singleQuote(folder.child("result.json").getRemote());
        Controller controller =
                new BourneShellScript("#!/bin/sh\n" + script + "\n").launch(environment, workspace, launcher, listener);
        return new AgentStep(assignment, folder.getRemote(), controller);
    }

    private static void sendArtifacts(Work work, String project, SqlRecords records, FilePath home)
            throws IOException, InterruptedException {
        ArtifactTransfer transfer = new ArtifactTransfer(SlipwayStore.get().artifacts(), home);
        Integer number = work.release();
        switch (work.verb()) {
            case DEPLOY -> {
                Optional<Release> wanted = number == null
                        ? records.releases().newest(project)
                        : records.releases().find(project, number);
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
     * @return whether it has ended, and whether it said anything
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
        applyChanges(workspace);
        return new Progress(exit, spoke);
    }

    /**
     * How far the command is.
     *
     * @param exit its exit code, or null while it runs
     * @param spoke whether what it said was passed on; how much of it was is a part of this step's state, to be saved
     */
    record Progress(@CheckForNull Integer exit, boolean spoke) {}

    private void applyChanges(FilePath workspace) throws IOException, InterruptedException {
        FilePath changes = workspace.child(folder).child("changes.jsonl");
        if (changes.exists()) {
            SqlRecords records = SlipwayStore.get().records();
            for (RecordChange change : ChangeFile.parse(changes.readToString())) {
                if (!change.project().equals(assignment.project())) {
                    throw new AbortException("The agent of workspace " + workspace.getRemote()
                            + " answers for project ‘" + change.project() + "’ in a step of ‘" + assignment.project()
                            + "’; nothing of that was written down. Find out who changes files there");
                }
                // Tests that were ended by an abort say nothing about the release, whichever of the two the command saw
                // first.
                if (!(stopping && change instanceof RecordChange.Judged)) {
                    records.apply(change);
                }
            }
        }
    }

    /** The document that the command printed, once it has ended. New artifacts are here by then. */
    @NonNull
    JsonNode result(@NonNull FilePath workspace) throws IOException, InterruptedException {
        FilePath file = workspace.child(folder).child("result.json");
        String text = file.exists() ? file.readToString() : "";
        JsonNode document = text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
        if (assignment.work().verb() == Work.Verb.BUILD
                && document.path("applications").isArray()) {
            ArtifactTransfer transfer = new ArtifactTransfer(SlipwayStore.get().artifacts(), AgentTool.home(workspace));
            for (JsonNode application : document.path("applications")) {
                transfer.fetch(new Digest(application.path("key").asString()));
            }
        }
        return document;
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
    Assignment assignment() {
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
