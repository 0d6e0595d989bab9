package io.jenkins.plugins.slipway.host.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.Workshop;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.notice.Notices;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.Router.Heard;
import io.jenkins.plugins.slipway.host.router.traffic.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No word of the daemon to its router is lost without somebody seeing it. */
class WhatTheRouterRefusesIsSeenTest {
    @TempDir
    private Path folder;

    private Workshop workshop;
    private HostHome home;
    private StubbornRouter stubborn;

    @BeforeEach
    void a_router_runs() throws Exception {
        workshop = new Workshop(folder);
        home = new HostHome(workshop.home());
        PrivateFiles.createDirectories(home.directory());
        stubborn = new StubbornRouter(home);
    }

    @AfterEach
    void end() throws Exception {
        stubborn.close();
    }

    private RemoteRouter open(InternalEndpoint endpoint, Notices notices) throws IOException, InterruptedException {
        return RemoteRouter.open(
                new RouterStarter(home, List.of("false")),
                List.of("true"),
                null,
                () -> ListeningSocket.bind("127.0.0.1", 0),
                endpoint,
                notices,
                Duration.ofSeconds(1));
    }

    private static final InternalEndpoint DOOR = new InternalEndpoint() {
        @Override
        public String prefix() {
            return "/hooks/";
        }

        @Override
        public CompletionStage<Optional<String>> leadsTo(String path) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Answer> enter(Delivery delivery) {
            return new CompletableFuture<>();
        }
    };

    @Test
    void a_refusal_is_told_to_whoever_asked_and_said_until_the_router_takes_it() throws Exception {
        Notices notices = new Notices();
        RemoteRouter router = open(DOOR, notices);
        router.announce("shop/production", Set.of("production.shop.localhost"));
        assertThat(router.heard("shop/production")).isEqualTo(new Heard.Done());

        stubborn.refuse(StubbornRouter.setting("Holding"));
        router.hold("shop/production", new Router.HoldRule(true, Duration.ofSeconds(1), 10));

        assertThat(router.heard("shop/production").trouble())
                .contains("the router refuses its new instructions for ‘shop/production’ (it is stubborn)");
        assertThat(notices.all())
                .singleElement()
                .asString()
                .contains("the instructions are repeated until it accepts them");
        stubborn.refuse(request -> false);
        await().until(() -> notices.all().isEmpty());
        assertThat(router.heard("shop/production")).isEqualTo(new Heard.Done());
        router.close();
    }

    @Test
    void what_is_wrong_with_the_port_for_encrypted_connections_is_a_notice_as_long_as_it_is() throws Exception {
        Notices notices = new Notices();
        RemoteRouter router = open(DOOR, notices);

        stubborn.say(IngressJson.object().put("event", "encrypted").put("trouble", "the port is taken"));
        await().until(() -> notices.all().equals(List.of("the port is taken")));
        stubborn.say(IngressJson.object().put("event", "encrypted").put("trouble", "the port is taken by others"));
        await().until(() -> notices.all().equals(List.of("the port is taken by others")));
        stubborn.say(IngressJson.object().put("event", "encrypted").put("trouble", ""));
        await().until(() -> notices.all().isEmpty());
        router.close();
    }

    @Test
    void a_router_process_tells_its_daemon_who_has_that_port() throws Exception {
        stubborn.close();
        HostHome other = new HostHome(folder.resolve("other"));
        PrivateFiles.createDirectories(other.directory());
        Notices notices = new Notices();
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                RouterProcess process =
                        RouterProcess.start(other, ListeningSocket.bind("127.0.0.1", 0), "/tmp", "test")) {
            SelfSigned.list(other.certificates(), holder.getLocalPort(), "shop.example");
            RemoteRouter router = RemoteRouter.open(
                    new RouterStarter(other, List.of("false")),
                    List.of("true"),
                    null,
                    () -> ListeningSocket.bind("127.0.0.1", 0),
                    DOOR,
                    notices);
            router.begin();

            await().until(() -> !notices.all().isEmpty());
            assertThat(notices.all())
                    .singleElement()
                    .asString()
                    .contains("port " + holder.getLocalPort() + " of 127.0.0.1: another program has it, process "
                            + ProcessHandle.current().pid());
            holder.close();
            await().until(() -> notices.all().isEmpty());
            router.leave(List.of("true"));
            assertThat(process.ended()).isNotDone();
        }
    }

    @Test
    void a_router_that_does_not_wait_for_requests_is_no_router_without_requests() throws Exception {
        RemoteRouter router = open(DOOR, new Notices());
        stubborn.refuse(request -> request.path("op").asString("").equals("drain"));

        assertThatThrownBy(() -> router.drain("shop/production", Duration.ofMillis(10)))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("it is stubborn");
        router.close();
    }

    @Test
    void a_deployment_ends_before_anything_is_touched_if_requests_cannot_be_held() throws Exception {
        Daemon daemon = host();
        try {
            workshop.deploy(workshop.spec(1, "one"));
            stubborn.refuse(StubbornRouter.setting("Holding"));

            assertThatThrownBy(() -> workshop.deploy(workshop.spec(2, "two")))
                    .hasMessageContaining("it is stubborn")
                    .hasMessageContaining("No process was touched");

            assertThat(live()).isEqualTo(1);
            stubborn.refuse(request -> false);
            assertThat(workshop.deploy(workshop.spec(3, "three"))).isNotEmpty();
            assertThat(live()).isEqualTo(3);
        } finally {
            daemon.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }

    @Test
    void a_release_is_not_live_if_the_router_does_not_let_requests_through_to_it() throws Exception {
        Daemon daemon = host();
        try {
            workshop.deploy(workshop.spec(1, "one"));
            // Its first word that it serves is the commit of the second.
            stubborn.refuse(StubbornRouter.setting("Serving")
                    .and(request -> request.toString().contains("/releases/shop/production/2-app")
                            || stubborn.heard().stream().anyMatch(StubbornRouter.setting("Holding"))));

            assertThatThrownBy(() -> workshop.deploy(workshop.spec(2, "two"))).hasMessageContaining("it is stubborn");

            assertThat(live()).as("never said to be live").isEqualTo(1);
            assertThat(HostControl.of(workshop.home()).status().orElseThrow().notices())
                    .anyMatch(notice -> notice.contains("it is stubborn"));
            stubborn.refuse(request -> false);
            await().until(() -> HostControl.of(workshop.home())
                    .status()
                    .orElseThrow()
                    .notices()
                    .isEmpty());
            assertThat(stubborn.heard().stream()
                            .filter(request -> request.path("op").asString("").equals("set"))
                            .reduce((earlier, later) -> later))
                    .as("the last word is that release 1 serves")
                    .hasValueSatisfying(
                            last -> assertThat(StubbornRouter.setting("Serving").test(last))
                                    .isTrue());
        } finally {
            daemon.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }

    @Test
    void a_release_whose_router_stays_silent_at_its_commit_is_not_live_without_a_word() throws Exception {
        Daemon daemon = host();
        try {
            workshop.deploy(workshop.spec(1, "one"));
            int before = stubborn.heard().size();
            stubborn.endAt(StubbornRouter.setting("Serving")
                    .and(request ->
                            stubborn.heard().stream().skip(before).anyMatch(StubbornRouter.setting("Holding"))));

            String said = workshop.deploy(workshop.spec(2, "two"));

            String word = "the router has not acknowledged its new instructions for ‘shop/production’";
            assertThat(live()).as("no request is at the old one any more").isEqualTo(2);
            assertThat(said).as("the log of the deployment").contains(word);
            assertThat(HostControl.of(workshop.home()).status().orElseThrow().notices())
                    .as("what status says")
                    .anyMatch(notice -> notice.contains(word));
        } finally {
            daemon.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }

    private int live() {
        Integer release =
                workshop.target().inspect("shop", "production").orElseThrow().release();
        return release == null ? 0 : release;
    }

    private Daemon host() throws IOException, InterruptedException {
        return workshop.host((address, port, endpoint, notices) -> open(endpoint, notices));
    }
}
