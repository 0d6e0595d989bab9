package io.jenkins.plugins.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A repository of many small text files in two thousand folders, the same each time it is made. */
final class SampleRepository {
    private static final String[] WORDS = {"alpha", "beta", "gamma", "delta", "return", "import", "class", "value"};
    private static final int PACKAGES = 100;
    private static final int FOLDERS = 20;

    private SampleRepository() {}

    /** Makes it in that folder, with one commit, a Slipway configuration and one for Turborepo. */
    static void create(Path folder, int files) throws IOException, InterruptedException {
        Random random = new Random(1);
        int perFolder = Math.max(1, files / PACKAGES / FOLDERS);
        for (int a = 0; a < PACKAGES; a++) {
            for (int b = 0; b < FOLDERS; b++) {
                Path directory =
                        Files.createDirectories(folder.resolve("app/package%03d/src/module%02d".formatted(a, b)));
                for (int c = 0; c < perFolder; c++) {
                    Files.writeString(directory.resolve("File%02d.txt".formatted(c)), text(random));
                }
            }
        }
        write(folder, ".slipway/config.yaml", """
                applications:
                  app:
                    type: java:17
                    source: { root: app, ignore: [test/**] }
                    web: { commands: { start: ./run } }
                """);
        write(folder, ".gitignore", ".turbo\nnode_modules\n");
        write(folder, "package.json", """
                {"name":"sample","private":true,"packageManager":"npm@10.0.0","workspaces":["app"]}
                """);
        write(folder, "package-lock.json", """
                {"name":"sample","lockfileVersion":3,"packages":{"":{"name":"sample","workspaces":["app"]},
                "app":{"name":"app","version":"1.0.0"},"node_modules/app":{"resolved":"app","link":true}}}
                """);
        write(folder, "app/package.json", """
                {"name":"app","version":"1.0.0","scripts":{"build":"mkdir -p dist && echo done > dist/result"}}
                """);
        write(folder, "turbo.json", """
                {"tasks":{"build":{"outputs":["dist/**"],"inputs":["$TURBO_DEFAULT$","!test/**"]}}}
                """);
        write(folder, "app/test/case.txt", "0");
        write(folder, "app/.gitignore", "dist\n.turbo\n");
        Shell.run(
                folder,
                "git init -q . && git add -A && git -c user.name=x -c user.email=x@example.org commit -qm sample"
                        + " && git status >/dev/null");
    }

    private static void write(Path folder, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int words = 50 + random.nextInt(350);
        for (int i = 0; i < words; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)])
                    .append(random.nextInt(10_000))
                    .append(' ');
        }
        return text.toString();
    }
}
