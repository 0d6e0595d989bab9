package io.jenkins.plugins.slipway.cli.promises;

import io.jenkins.plugins.slipway.engine.target.contract.PlaceUnderTest;
import io.jenkins.plugins.slipway.engine.target.contract.TargetContract;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** The contract of places, kept by a real daemon; the deployers that die are processes, ended by {@code kill -9}. */
@NullUnmarked
final class ThisMachineKeepsTheContractTest extends TargetContract {
    @Override
    protected PlaceUnderTest place(Path at) throws Exception {
        return new MachineUnderTest(List.of(at.getParent().resolve("home").toString()));
    }
}
