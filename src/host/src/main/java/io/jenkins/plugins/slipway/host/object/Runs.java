package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.LiveObjects;
import io.jenkins.plugins.slipway.engine.object.ObjectRecords;
import io.jenkins.plugins.slipway.engine.object.ObjectRun;
import io.jenkins.plugins.slipway.engine.object.OperationCall;
import io.jenkins.plugins.slipway.engine.object.OperationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** Runs live objects on demand, each with a log and a record. */
final class Runs implements AutoCloseable {
    private final ObjectServices equipment;
    private final ObjectContext objectContext;
    private final CodeCache codes;
    /** Records are written behind the answer, one after another: nobody waits for a database to hear what a run returned. */
    private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "objects-record");
        thread.setDaemon(true);
        return thread;
    });

    Runs(ObjectServices equipment, ObjectContext objectContext, CodeCache codes) {
        this.equipment = equipment;
        this.objectContext = objectContext;
        this.codes = codes;
    }

    JsonNode run(ObjectRecords records, LiveObjects live, DeclaredObject object, JsonNode input)
            throws OperationFailedException, IOException, InterruptedException {
        OperationCall call =
                new OperationCall(object.name(), DeclaredObject.RUN, input, null, object.limit(), object.memory());
        String id = UUID.randomUUID().toString();
        Instant started = equipment.clock().instant();
        long begun = System.nanoTime();
        RunLog log = new RunLog();
        ObjectRun.Outcome outcome = ObjectRun.Outcome.DIED;
        String detail = "";
        try {
            JsonNode result = equipment.pool().call(codes.of(live.scope(), live.code()), call, log);
            outcome = ObjectRun.Outcome.SUCCEEDED;
            return result;
        } catch (OperationFailedException e) {
            outcome = e.outcome();
            detail = String.valueOf(e.getMessage());
            byte[] line = (detail + "\n").getBytes(StandardCharsets.UTF_8);
            log.write(line, 0, line.length);
            throw e;
        } finally {
            double seconds = (System.nanoTime() - begun) / 1e9;
            ObjectRun run = new ObjectRun(
                    id,
                    live.scope(),
                    object.name(),
                    DeclaredObject.RUN,
                    live.code().release(),
                    started,
                    seconds,
                    outcome,
                    detail);
            log.append(
                    objectContext
                            .folder()
                            .resolve("logs")
                            .resolve(live.scope().application() + "." + object.name() + ".log"),
                    "== " + started + " run " + id + " of release " + run.release() + ": " + outcome + ", "
                            + Math.round(seconds * 1000) + " ms");
            writer.execute(() -> write(records, run));
        }
    }

    private static void write(ObjectRecords records, ObjectRun run) {
        try {
            records.record(run);
        } catch (RuntimeException e) {
            System.err.println("run " + run.id() + " was not recorded: " + e);
        }
    }

    @Override
    public void close() {
        writer.shutdown();
    }
}
