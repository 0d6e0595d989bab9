package io.jenkins.plugins.slipway.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Fills empty records as years of use would: half of the deployments in one environment of one project, the rest spread over a
 * hundred projects of five environments. In SQL, because one by one through the records' own interface would take hours.
 */
final class RecordsFill {
    private RecordsFill() {}

    static void fill(String url, String user, int deployments) throws SQLException {
        boolean postgres = url.startsWith("jdbc:postgresql:");
        int half = deployments / 2;
        int each = half / 500;
        int releases = deployments / 10;
        try (Connection connection =
                        postgres ? DriverManager.getConnection(url) : DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : List.of(
                    "insert into configurations (digest, tree) values ('sha256:" + "c".repeat(64)
                            + "', '{\"applications\":{\"api\":{\"type\":\"java:17\"}}}')",
                    "insert into projects (project, last_release) values ('shop', " + releases + ")",
                    "insert into releases (project, number, configuration, commit_id, created, created_by, expired)"
                            + " select 'shop', n, 'sha256:" + "c".repeat(64) + "', 'c0ffee', now(), 'ann',"
                            + " case when n < " + (releases - 50) + " then now() end from "
                            + numbers(postgres, releases),
                    "insert into release_artifacts (project, number, position, application, digest)"
                            + " select 'shop', n, 0, 'api', " + digest("n") + " from " + numbers(postgres, releases),
                    "insert into environments (project, environment, last_deployment, live_deployment) values ('shop', 'staging', "
                            + half + ", " + half + ")",
                    "insert into environments (project, environment, last_deployment, live_deployment)"
                            + " select 'project' || (n / 5), 'env' || (n % 5), " + each + ", " + each + " from "
                            + numbers(postgres, 500),
                    deploymentsOf("'shop'", "'staging'", "n", releases) + " from " + numbers(postgres, half),
                    deploymentsOf("'project' || (n % 500 / 5)", "'env' || (n % 5)", "(n / 500 + 1)", releases)
                            + " from " + numbers(postgres, half),
                    "insert into environment_releases (project, environment, release_number, last_deployment, last_live)"
                            + " select 'shop', 'staging', n, n * 5, n * 5 from " + numbers(postgres, releases),
                    "insert into verdicts (project, environment, release_number, digests_key, digests, status, rules, notes,"
                            + " judged_at, judged_by) select 'shop', 'staging', n, " + digest("n")
                            + ", '{}', 'PASSED', '[]', '[]', now(), 'ann' from " + numbers(postgres, releases))) {
                statement.execute(sql);
                connection.commit();
            }
            connection.setAutoCommit(true);
            statement.execute("analyze");
        }
    }

    private static String numbers(boolean postgres, int to) {
        return postgres
                ? "generate_series(1, " + to + ") as numbers(n)"
                : "(select x as n from system_range(1, " + to + ")) numbers";
    }

    private static String digest(String number) {
        return "'sha256:' || lpad(cast(" + number + " as varchar), 64, '0')";
    }

    private static String deploymentsOf(String project, String environment, String number, int releases) {
        StringBuilder phases = new StringBuilder("[");
        for (String phase : List.of(
                "lock", "verify", "prepare", "hold", "unmount", "mount", "start", "health", "serve", "unlock")) {
            phases.append(phases.length() > 1 ? "," : "")
                    .append("{\"name\":\"")
                    .append(phase)
                    .append("\",\"state\":\"DONE\",\"seconds\":0.25}");
        }
        return "insert into deployments (project, environment, number, kind, release_number, previous_release, state, started,"
                + " ended, started_by, reason, data_versions, backups, phases) select " + project + ", " + environment
                + ", "
                + number + ", 'DEPLOY', n % " + releases + " + 1, n % " + releases + ", 'LIVE', now(), now(),"
                + " 'ann (nightly #7)', '', '{\"api\":\"42\"}', '{}', '" + phases + "]'";
    }
}
