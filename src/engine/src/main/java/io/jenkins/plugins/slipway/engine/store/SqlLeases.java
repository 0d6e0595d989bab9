package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Leases in SQL. A claim whose time is over is deleted before anything is decided: a statement that deletes looks at a row again
 * once it has its lock, so a renewal and a take-over at the same moment cannot both succeed.
 */
final class SqlLeases implements LeaseRecords {
    private static final String ENVIRONMENT = " project = :project and environment = :environment";
    private static final String ONE = " where" + ENVIRONMENT + " and ticket = :ticket and token = :token";
    private static final String END = "current_timestamp + cast(:millis as integer) * interval '0.001' second";

    private final Database database;

    SqlLeases(Database database) {
        this.database = database;
    }

    @Override
    public Claim claim(String project, String environment, String holder, boolean replacing, Duration life) {
        String token = UUID.randomUUID().toString();
        return database.transact(handle -> {
            clean(handle, project, environment);
            if (replacing) {
                at(
                                handle.createUpdate("delete from leases where" + ENVIRONMENT + " and not taken"),
                                project,
                                environment)
                        .execute();
            }
            long ticket = at(
                            handle.createQuery("select coalesce(max(ticket), 0) + 1 from leases where" + ENVIRONMENT),
                            project,
                            environment)
                    .mapTo(Long.class)
                    .one();
            at(
                            handle.createUpdate(
                                    "insert into leases (project, environment, ticket, token, holder, taken,"
                                            + " expires) values (:project, :environment, :ticket, :token, :holder, false, "
                                            + END
                                            + ")"),
                            project,
                            environment)
                    .bind("ticket", ticket)
                    .bind("token", token)
                    .bind("holder", Column.text(holder))
                    .bind("millis", millis(life))
                    .execute();
            return new Claim(project, environment, ticket, token);
        });
    }

    @Override
    public Standing renew(Claim claim, Duration life) {
        return database.transact(handle -> {
            clean(handle, claim.project(), claim.environment());
            int mine = of(claim, handle.createUpdate("update leases set expires = " + END + ONE))
                    .bind("millis", millis(life))
                    .execute();
            if (mine == 0) {
                return new Standing.Lost();
            }
            Optional<String> before = of(
                            claim,
                            handle.createQuery(
                                    "select holder from leases where" + ENVIRONMENT
                                            + " and token <> :token and ticket < :ticket order by ticket fetch first 1 rows only"))
                    .mapTo(String.class)
                    .findFirst();
            if (before.isPresent()) {
                return new Standing.Waits(before.get());
            }
            of(claim, handle.createUpdate("update leases set taken = true" + ONE))
                    .execute();
            return new Standing.Holds();
        });
    }

    @Override
    public void release(Claim claim) {
        database.transact(handle ->
                of(claim, handle.createUpdate("delete from leases" + ONE)).execute());
    }

    @Override
    public Optional<String> holder(String project, String environment) {
        return database.transact(handle -> at(
                        handle.createQuery("select holder from leases where" + ENVIRONMENT
                                + " and taken and expires > current_timestamp"),
                        project,
                        environment)
                .mapTo(String.class)
                .findFirst());
    }

    private static void clean(Handle handle, String project, String environment) {
        at(
                        handle.createUpdate(
                                "delete from leases where" + ENVIRONMENT + " and expires <= current_timestamp"),
                        project,
                        environment)
                .execute();
    }

    private static <S extends SqlStatement<S>> S of(Claim claim, S statement) {
        return at(statement, claim.project(), claim.environment())
                .bind("ticket", claim.ticket())
                .bind("token", claim.token());
    }

    private static <S extends SqlStatement<S>> S at(S statement, String project, String environment) {
        return statement.bind("project", project).bind("environment", environment);
    }

    private static int millis(Duration life) {
        return Math.toIntExact(life.toMillis());
    }
}
