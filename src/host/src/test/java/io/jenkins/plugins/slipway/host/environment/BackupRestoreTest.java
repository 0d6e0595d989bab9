package io.jenkins.plugins.slipway.host.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.host.AHost;
import io.jenkins.plugins.slipway.host.BackupControl;
import io.jenkins.plugins.slipway.host.Workshop;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class BackupRestoreTest extends AHost {
    @Test
    void a_restore_that_was_cut_off_by_the_end_of_the_daemon_is_finished_by_the_next() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        Files.writeString(workshop.data().resolve("note"), "old");
        Backup backup = backups().create("tester", OutputSink.discard(), Cancellation.never());
        Files.writeString(workshop.data().resolve("note"), "new");
        host.close();
        Layout layout = new Layout(new HostHome(workshop.home()), Workshop.PROJECT, "production");
        Files.write(layout.restoreNote(), HostJson.MAPPER.writeValueAsBytes(new BackupRestore.UnderWay(backup, null)));

        host = workshop.host();

        await().until(() -> Files.notExists(layout.restoreNote()));
        assertThat(workshop.data().resolve("note")).hasContent("old");
        assertThat(Workshop.client(host).get("/").body()).isEqualTo("one");
    }

    @Test
    void what_a_script_cannot_load_leaves_the_data_as_it_was_and_the_release_serving() throws Exception {
        workshop.with("data: { app: { backup: \"cp data/note $SLIPWAY_BACKUP\","
                + " restore: \"cp $SLIPWAY_BACKUP data/note; test $(cat data/note) != bad\" } }");
        workshop.deploy(workshop.spec(1, "one"));
        Files.writeString(workshop.data().resolve("note"), "bad");
        Backup bad = backups().create("tester", OutputSink.discard(), Cancellation.never());
        Files.writeString(workshop.data().resolve("note"), "good");

        assertThatThrownBy(() -> backups().restore(bad.id(), "tester", OutputSink.discard(), Cancellation.never()))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("was not restored, the data is as it was before");

        assertThat(workshop.data().resolve("note")).hasContent("good");
        assertThat(Workshop.client(host).get("/").body()).isEqualTo("one");
    }

    @Test
    void a_script_that_leaves_a_link_instead_of_a_file_has_saved_nothing() throws Exception {
        workshop.with("data: { app: { backup: \"ln -s /etc/hostname $SLIPWAY_BACKUP\" } }");
        workshop.deploy(workshop.spec(1, "one"));

        assertThatThrownBy(() -> backups().create("tester", OutputSink.discard(), Cancellation.never()))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("wrote no file at $SLIPWAY_BACKUP");
    }

    private BackupControl backups() {
        return BackupControl.of(workshop.home(), System.getenv(), Workshop.PROJECT, "production");
    }
}
