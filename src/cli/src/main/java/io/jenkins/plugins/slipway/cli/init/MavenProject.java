package io.jenkins.plugins.slipway.cli.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognises an application by its {@code pom.xml}. */
final class MavenProject {
    private static final String FILE = "pom.xml";
    private static final String USUAL = "17";

    private MavenProject() {}

    static Optional<DetectedApplication> in(CandidateFolder folder) {
        if (!folder.has(FILE)) {
            return Optional.empty();
        }
        // The parent's coordinates and those of dependencies look the same; what is left is the project's own.
        String pom = folder.text(FILE)
                .replaceAll("(?s)<!--.*?-->", "")
                .replaceAll("(?s)<(parent|dependencies|dependencyManagement)>.*?</\\1>", "");
        if (pom.contains("<modules>") || pom.contains("<packaging>pom</packaging>")) {
            return Optional.empty();
        }
        List<String> notes = new ArrayList<>();
        String start = start(folder, pom, notes);
        return Optional.of(new DetectedApplication(
                folder.name(),
                folder.root(),
                folder.place(FILE),
                "java:" + version(folder, pom),
                null,
                List.of((folder.has("mvnw") ? "./mvnw" : "mvn")
                        + " -B -DskipTests -Dmaven.repo.local=\"$PLATFORM_CACHE_DIR/maven\" package"),
                start,
                null,
                notes));
    }

    private static String version(CandidateFolder folder, String pom) {
        for (String tag : List.of(
                "maven\\.compiler\\.release", "release", "java\\.version", "maven\\.compiler\\.source", "source")) {
            String version = first(pom, "<" + tag + ">\\s*(?:1\\.)?(\\d+)");
            if (version != null) {
                return version;
            }
        }
        return folder.installed("java").orElse(USUAL);
    }

    private static String start(CandidateFolder folder, String pom, List<String> notes) {
        String whole = folder.text(FILE);
        if (whole.contains("quarkus-maven-plugin")) {
            return "exec java -Dquarkus.http.port=$PORT -jar target/quarkus-app/quarkus-run.jar";
        }
        String jar = "target/" + jar(pom, notes);
        if (whole.contains("spring-boot-maven-plugin")) {
            return "exec java -jar " + jar + " --server.port=$PORT";
        }
        String main = first(pom, "<mainClass>\\s*([\\w.$]+)");
        if (main == null) {
            notes.add("The jar has to name its main class; the pom.xml says none. The server has to listen on $PORT.");
        } else {
            notes.add("The server has to listen on $PORT.");
        }
        return main == null || whole.contains("<manifest>")
                ? "exec java -jar " + jar
                : "exec java -cp " + jar + " " + main;
    }

    private static String jar(String pom, List<String> notes) {
        String named = first(pom, "<finalName>\\s*([^<\\s$]+)");
        String artifact = first(pom, "<artifactId>\\s*([^<\\s$]+)");
        String version = first(pom, "<version>\\s*([^<\\s$]+)");
        if (named != null) {
            return named + ".jar";
        }
        if (artifact != null && version != null && before(pom, "<version>", "<build>")) {
            return artifact + "-" + version + ".jar";
        }
        notes.add("Which jar the build makes was not clear from the pom.xml; name it if there are several.");
        return "*.jar";
    }

    private static boolean before(String text, String one, String other) {
        int there = text.indexOf(other);
        return there < 0 || text.indexOf(one) < there;
    }

    private static @Nullable String first(String text, String regex) {
        var matcher = java.util.regex.Pattern.compile(regex).matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
