package io.jenkins.plugins.slipway.cli.demo;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The story: a release goes from its sources to production, its successor turns out bad there, and is taken back. */
final class Demo {
    private static final String PROJECT = "guestbook";

    private final DemoStage stage;
    private final DemoProject project;
    private DemoTraffic.Count total = new DemoTraffic.Count(0, 0, 0, 0);
    private long held;
    private long signedInProduction;
    private int port;

    Demo(DemoStage stage, DemoProject project) {
        this.stage = stage;
        this.project = project;
    }

    /** Plays it to the end; afterwards both environments run. */
    void play() throws IOException, InterruptedException {
        stage.chapter("Build both applications, once");
        stage.run(ExitCode.DONE, "build");

        stage.chapter("Launch them in staging, and judge them there");
        stage.run(ExitCode.DONE, "deploy", "staging");
        port = stage.ask("host", "status").get("port").asInt();
        stage.run(ExitCode.DONE, "gate", "staging");

        stage.chapter("Launch the same bytes in production, and let people sign");
        stage.run(ExitCode.DONE, "deploy", "production");
        try (DemoTraffic ada = traffic("production")) {
            expect(303, ada.sign("Ada Lovelace", "what a neat engine"), "Ada signs");
            add("production", ada.count());
        }

        stage.chapter("Change one file, build again: what did not change is reused");
        stage.tell("  " + project.change());
        stage.run(ExitCode.DONE, "build");
        String bad =
                stage.ask("releases", "--limit", "1").at("/releases/0/release").asString();

        stage.chapter("Launch version 2, while people read and sign");
        underTraffic("staging", ExitCode.DONE, "deploy", "staging");
        stage.run(ExitCode.DONE, "gate", "staging");
        underTraffic("production", ExitCode.DONE, "deploy", "production");

        stage.chapter("It is bad: its tests never met a person with one name only");
        try (DemoTraffic cher = traffic("production")) {
            expect(303, cher.sign("Cher", "believe"), "Cher signs");
            stage.tell("  Cher signs the book in production: 303, see the page.");
            expect(500, cher.read(), "the page is read");
            stage.tell("  The page, for everybody: 500.");
            add("production", cher.count());
        }

        stage.chapter("Take it back, data included");
        stage.run(ExitCode.DONE, "rollback", "production", "--data", "down", "--dry-run");
        String reason = "closed for people with one name";
        underTraffic("production", ExitCode.DONE, "rollback", "production", "--data", "down", "--reason", reason);
        nothingLost();

        stage.chapter("A bad release does not come back");
        stage.run(ExitCode.REFUSED, "deploy", "production", "--release", bad);
        stage.run(ExitCode.DONE, "releases");
        stage.run(ExitCode.DONE, "status");
    }

    DemoTraffic.Count total() {
        return total;
    }

    long held() {
        return held;
    }

    /** Where both environments answer. */
    List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (String environment : List.of("staging", "production")) {
            addresses.add(MainAddress.url(PROJECT, environment, port));
        }
        return addresses;
    }

    private void underTraffic(String environment, int expected, String... args) throws InterruptedException {
        long before = heldIn(environment);
        DemoTraffic.Count count;
        try (DemoTraffic traffic = traffic(environment).start()) {
            stage.run(expected, args);
            count = traffic.stop();
        }
        long waited = heldIn(environment) - before;
        held += waited;
        add(environment, count);
        stage.tell("  Requests meanwhile: " + count.answered() + " answered, " + waited + " of them held for a moment; "
                + count.refused() + " refused with Retry-After; " + count.lost() + " lost.");
    }

    private void add(String environment, DemoTraffic.Count count) {
        total = total.plus(count);
        if (environment.equals("production")) {
            signedInProduction += count.signed();
        }
    }

    /** Every request had its answer, and every entry that was answered with thanks is in the book, Cher's too. */
    private void nothingLost() throws IOException, InterruptedException {
        if (total.lost() > 0) {
            throw new LifecycleFailedException(total.lost() + " requests were lost.");
        }
        try (DemoTraffic reader = traffic("production")) {
            long entries = reader.entries();
            if (entries != signedInProduction) {
                throw new LifecycleFailedException(
                        signedInProduction + " entries were signed, but " + entries + " are in the book.");
            }
            stage.tell("  The page answers again, with all " + entries + " entries, also those that version 2 wrote.");
        }
    }

    private static void expect(int status, int found, String what) {
        if (status != found) {
            throw new LifecycleFailedException("When " + what + ", the answer is " + found + ", not " + status + ".");
        }
    }

    private DemoTraffic traffic(String environment) {
        return new DemoTraffic(URI.create(MainAddress.url(PROJECT, environment, port)));
    }

    private long heldIn(String environment) {
        for (JsonNode one : stage.ask("host", "status").get("environments")) {
            if (one.get("name").asString().equals(environment)) {
                return one.at("/traffic/held").asLong();
            }
        }
        return 0;
    }
}
