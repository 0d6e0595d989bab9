package io.jenkins.plugins.slipway.cli.promises;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;

/** Deploys on a small disk of its own, which it fills at a point that is given and empties again afterwards. */
@NullUnmarked
final class FullDisk {
    private FullDisk() {}

    /** Arguments: the folder on the small disk, and when to fill it: {@code before}, or as {@code UNMOUNT ended}. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Path filler = folder.resolve("filler");
        try (Shop shop = Shop.build(folder)) {
            shop.release("1");
            shop.release("2");
            shop.deploy("staging", 1);
            try (Visitors visitors = shop.visitors("staging")) {
                if (args[1].equals("before")) {
                    fill(filler);
                }
                String failure = failure(shop, filler, args[1]);
                System.out.println("failure: " + failure);
                System.out.println("meanwhile: " + visitors.get("/").body());
                shop.killDaemon();
                System.out.println(
                        "with another daemon: " + shop.live("staging").release() + " "
                                + visitors.get("/").body());
                Files.deleteIfExists(filler);
                System.out.println("closed: " + shop.recover().size() + ", running: "
                        + shop.records().deployments().running("shop").size());
                System.out.println("afterwards: " + visitors.get("/").body());
                System.out.println("again: " + shop.deploy("staging", 2).state() + " "
                        + visitors.get("/").body());
            }
        }
    }

    private static String failure(Shop shop, Path filler, String when) throws InterruptedException {
        try {
            return "none, "
                    + shop.deploy("staging", 2, new DeployListener() {
                                @Override
                                public void phaseEnded(String phase, PhaseState state, double seconds) {
                                    if ((phase + " ended").equals(when)) {
                                        fill(filler);
                                    }
                                }
                            })
                            .state();
        } catch (DeploymentFailedException e) {
            return e.result().state() + " " + e.getMessage();
        } catch (SlipwayException e) {
            return e.getClass().getSimpleName() + " " + e.getMessage();
        }
    }

    private static void fill(Path filler) {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(full);
            }
        }
    }
}
