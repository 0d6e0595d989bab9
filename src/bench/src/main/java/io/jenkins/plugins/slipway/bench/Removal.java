package io.jenkins.plugins.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Removes what a measurement has made. That it cannot be removed is said, and takes away nothing of what was measured. */
final class Removal {
    /** Something may still be written there while it is removed. */
    private static final int ATTEMPTS = 5;

    private Removal() {}

    /** @return whether it is gone */
    static boolean of(Path folder) throws InterruptedException {
        String reason = "";
        for (int left = ATTEMPTS; left > 0; left--) {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
            try {
                Shell.run(
                        Path.of("/"),
                        "find '" + word(folder) + "' -type d ! -perm -700 -exec chmod u+rwx {} + ; rm -rf '"
                                + word(folder) + "'");
                return true;
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        System.err.println(folder + " was not removed: " + reason);
        return false;
    }

    private static String word(Path folder) {
        return folder.toAbsolutePath().toString().replace("'", "'\\''");
    }
}
