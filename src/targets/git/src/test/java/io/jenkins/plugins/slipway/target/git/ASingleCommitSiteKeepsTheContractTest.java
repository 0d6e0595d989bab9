package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.target.contract.PlaceUnderTest;
import io.jenkins.plugins.slipway.engine.target.contract.TargetContract;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

@NullUnmarked
final class ASingleCommitSiteKeepsTheContractTest extends TargetContract {
    @Override
    protected PlaceUnderTest place(Path at) throws Exception {
        BareRepository repository = BareRepository.create(at.resolve("site.git"));
        return new RepositoryUnderTest(
                List.of(repository.folder().toString(), repository.folder().toString(), ", history: single"));
    }
}
