package io.jenkins.plugins.slipway.cli.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognises an application by its {@code requirements.txt} or {@code pyproject.toml}. */
final class PythonProject {
    private static final String REQUIREMENTS = "requirements.txt";
    private static final String PROJECT = "pyproject.toml";
    private static final String USUAL = "3.12";
    private static final String PYTHON = ".venv/bin/python";

    private PythonProject() {}

    static Optional<DetectedApplication> in(CandidateFolder folder) {
        String file = folder.first(REQUIREMENTS, PROJECT, "manage.py");
        if (file == null) {
            return Optional.empty();
        }
        List<String> notes = new ArrayList<>();
        String start = start(folder);
        if (start == null) {
            notes.add("Nothing was found that starts a server.");
        } else if (start.contains(".py")) {
            notes.add("The server has to listen on $PORT.");
        }
        return Optional.of(new DetectedApplication(
                folder.name(),
                folder.root(),
                folder.place(file),
                "python:" + version(folder),
                null,
                build(folder),
                start,
                null,
                notes));
    }

    private static String version(CandidateFolder folder) {
        for (String said : new String[] {
            folder.find(".python-version", "(3\\.\\d+)"),
            folder.find("runtime.txt", "(3\\.\\d+)"),
            folder.find(PROJECT, "requires-python\\s*=\\s*[\"'][^\"'\\d]*(3\\.\\d+)")
        }) {
            if (said != null) {
                return said;
            }
        }
        return folder.installed("python").orElse(USUAL);
    }

    private static List<String> build(CandidateFolder folder) {
        List<String> lines = new ArrayList<>(List.of("python3 -m venv .venv"));
        boolean wanted = folder.text(REQUIREMENTS).lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"));
        if (wanted) {
            lines.add(PYTHON + " -m pip install --requirement " + REQUIREMENTS);
        } else if (folder.text(PROJECT).contains("[build-system]")) {
            lines.add(PYTHON + " -m pip install .");
        }
        return lines;
    }

    private static @Nullable String start(CandidateFolder folder) {
        String packages = folder.text(REQUIREMENTS) + folder.text(PROJECT);
        boolean gunicorn = packages.contains("gunicorn");
        if (folder.has("manage.py")) {
            String settings = folder.find("manage.py", "[\"']DJANGO_SETTINGS_MODULE[\"'],\\s*[\"'](\\w+)");
            return gunicorn && settings != null
                    ? "exec " + PYTHON + " -m gunicorn " + settings + ".wsgi --bind 127.0.0.1:$PORT"
                    : "exec " + PYTHON + " manage.py runserver --noreload 127.0.0.1:$PORT";
        }
        String file = folder.first("wsgi.py", "asgi.py", "app.py", "main.py", "application.py", "server.py");
        if (file == null) {
            return null;
        }
        String module = file.substring(0, file.length() - ".py".length());
        String flask = folder.find(file, "(?m)^(\\w+)\\s*=\\s*Flask\\(");
        String fast = folder.find(file, "(?m)^(\\w+)\\s*=\\s*(?:FastAPI|Starlette)\\(");
        if (fast != null) {
            return "exec " + PYTHON + " -m uvicorn " + module + ":" + fast + " --host 127.0.0.1 --port $PORT";
        }
        if (flask != null) {
            return gunicorn
                    ? "exec " + PYTHON + " -m gunicorn " + module + ":" + flask + " --bind 127.0.0.1:$PORT"
                    : "exec " + PYTHON + " -m flask --app " + module + ":" + flask + " run --port $PORT";
        }
        return "exec " + PYTHON + " " + file;
    }
}
