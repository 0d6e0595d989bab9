package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.util.function.Consumer;

/**
 * One request under way at the daemon.
 *
 * @param log takes what is said meanwhile, for the deployer
 * @param waiting hears who holds the lock that is waited for
 * @param cancellation what the deployer has cancelled
 */
public record Call(OutputSink log, Consumer<String> waiting, Cancellation cancellation) {}
