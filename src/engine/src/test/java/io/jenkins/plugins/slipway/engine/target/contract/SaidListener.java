package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import java.nio.charset.StandardCharsets;

/** Writes down all that a deployment says. */
record SaidListener(StringBuilder said) implements DeployListener {
    @Override
    public void output(String phase, byte[] buffer, int offset, int length) {
        said.append(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void note(String sentence) {
        said.append(sentence).append('\n');
    }
}
