package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the daemon tells before it answers. */
public sealed interface Event {
    /** @param holder who holds the lock that is waited for */
    record Waiting(String holder) implements Event {}

    /** @param data what a phase or a script says */
    record Log(byte[] data) implements Event {}

    /** Puts what is said into a log, and leaves the rest out. */
    static Consumer<Event> into(OutputSink log) {
        return event -> {
            if (event instanceof Log said) {
                try {
                    log.write(said.data(), 0, said.data().length);
                } catch (IOException e) {
                    // Nobody listens; what was asked for goes on.
                    return;
                }
            }
        };
    }

    /** As it travels. */
    static ObjectNode write(int id, Event event) {
        ObjectNode line = Protocol.object().put("id", id);
        if (event instanceof Waiting waiting) {
            return line.put("event", "waiting").put("holder", waiting.holder());
        }
        return line.put("event", "log").put("data", ((Log) event).data());
    }

    /** As it came; one of a later daemon that is not known here is not passed on. */
    static void read(JsonNode line, Consumer<Event> events) {
        switch (line.path("event").asString("")) {
            case "waiting" -> events.accept(new Waiting(line.path("holder").asString("")));
            case "log" -> events.accept(new Log(line.path("data").binaryValue()));
            default -> {
                return;
            }
        }
    }
}
