package io.jenkins.plugins.slipway.host.supervisor;

import java.util.Optional;

/**
 * A process, never to be mistaken for a later one with the same number.
 *
 * @param started when the kernel started it, in whatever form the system gives it; compared, never interpreted
 */
public record ProcessIdentity(long pid, String started) {

    /** The identity of a process that has just been started; one that is gone already is never alive. */
    public static ProcessIdentity of(ProcessHandle handle) {
        return new ProcessIdentity(handle.pid(), started(handle).orElse("gone"));
    }

    public boolean alive() {
        return handle().isPresent();
    }

    /** The process, if it still runs. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(handle -> started(handle).filter(started::equals).isPresent());
    }

    private static Optional<String> started(ProcessHandle handle) {
        if (ProcFile.present()) {
            return ProcFile.stat(handle.pid())
                    .filter(ProcFile.Stat::running)
                    .map(stat -> ProcFile.bootId() + ":" + stat.startTicks());
        }
        return handle.isAlive() ? handle.info().startInstant().map(Object::toString) : Optional.empty();
    }
}
