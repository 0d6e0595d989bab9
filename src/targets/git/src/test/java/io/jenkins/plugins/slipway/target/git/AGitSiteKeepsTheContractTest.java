package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.target.contract.Death.Moment;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Point;
import io.jenkins.plugins.slipway.engine.target.contract.PlaceUnderTest;
import io.jenkins.plugins.slipway.engine.target.contract.TargetContract;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** Over the file system; the deployers that die are processes, ended by {@code kill -9}. */
@NullUnmarked
final class AGitSiteKeepsTheContractTest extends TargetContract {
    @Override
    protected PlaceUnderTest place(Path at) throws Exception {
        BareRepository repository = BareRepository.create(at.resolve("site.git"));
        return new Killable(List.of(
                repository.folder().toString(), repository.folder().toUri().toString(), ""));
    }

    static final class Killable extends RepositoryUnderTest {
        Killable(List<String> arguments) {
            super(arguments);
        }

        @Override
        public boolean diesForReal() {
            return true;
        }

        /** One of each kind, as each is a process; in between lies nothing that others would see. */
        @Override
        public List<Moment> chosen(List<Moment> all) {
            return "long".equals(System.getProperty("slipway.promises"))
                    ? all
                    : all.stream()
                            .filter(moment -> moment.point() == Point.DONE
                                    || moment.step().equals("web.push") && moment.point() != Point.UNKNOWN)
                            .toList();
        }
    }
}
