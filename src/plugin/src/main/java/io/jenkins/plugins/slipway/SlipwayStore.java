package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.init.Terminator;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.IOException;
import java.nio.file.Path;

/** The records and artifacts of this controller. The one owner of both: they are opened on first use and closed with Jenkins. */
@Extension
public final class SlipwayStore implements ExtensionPoint {
    @CheckForNull
    private SqlRecords records;

    @NonNull
    static SlipwayStore get() {
        return ExtensionList.lookupSingleton(SlipwayStore.class);
    }

    /** The records, held open for as long as Jenkins runs. */
    @NonNull
    synchronized SqlRecords records() {
        if (records == null) {
            String url = SlipwayConfiguration.get().recordsUrl();
            records = url == null ? SqlRecords.holdIn(home()) : SqlRecords.open(url);
        }
        return records;
    }

    @NonNull
    ArtifactStore artifacts() throws IOException {
        return DirectoryArtifactStore.open(SlipwayConfiguration.get().artifactFolder());
    }

    @NonNull
    static Path home() {
        return SlipwayConfiguration.get().home();
    }

    /** Forgets the open records, so that a changed configuration counts from the next use. */
    synchronized void close() {
        if (records != null) {
            records.close();
            records = null;
        }
    }

    @Terminator
    public static void stop() {
        ExtensionList.lookup(SlipwayStore.class).forEach(SlipwayStore::close);
    }
}
