package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.target.contract.PlaceUnderTest;
import io.jenkins.plugins.slipway.engine.target.contract.ShelvesUnderTest;
import io.jenkins.plugins.slipway.engine.target.contract.TargetContract;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;

@NullUnmarked
final class SeveralPlacesKeepTheContractTest extends TargetContract {
    @Override
    protected PlaceUnderTest place(Path at) {
        return new ShelvesUnderTest(
                "target: { shelf: { name: left } }\ntargets: { web: { shelf: { name: right } } }", "left", "right");
    }
}
