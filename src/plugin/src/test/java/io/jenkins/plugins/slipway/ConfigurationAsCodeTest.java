package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import org.junit.jupiter.api.Test;

/** Where things are kept can be written down as code, and no password comes out again. */
@WithJenkinsConfiguredWithCode
class ConfigurationAsCodeTest {
    @Test
    @ConfiguredWithCode("slipway.yaml")
    void configuration_goes_in_and_comes_out(JenkinsConfiguredWithCodeRule j) throws Exception {
        SlipwayConfiguration configuration = SlipwayConfiguration.get();
        assertThat(configuration.getArtifactRoot(), is("/srv/artifacts"));
        assertThat(configuration.recordsUrl(), is("jdbc:postgresql://db.example.com/slipway?user=ci&password=tea"));

        assertThat(configuration.getKeepReleases(), is(3));
        assertThat(configuration.getKeepDays(), is(90));
        assertThat(configuration.getIsolation(), is("required"));

        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        String exported = Util.toYamlString(Util.getUnclassifiedRoot(context).get("slipway"));
        assertThat(exported, containsString("artifactRoot: \"/srv/artifacts\""));
        assertThat(exported, containsString("keepReleases: 3"));
        assertThat(exported, containsString("keepDays: 90"));
        assertThat(exported, containsString("isolation: \"required\""));
        assertThat(exported, not(containsString("tea")));
    }
}
