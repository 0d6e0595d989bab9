package io.jenkins.plugins.slipway.host.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment.RestoreResult;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import tools.jackson.databind.json.JsonMapper;

/** The one mapper of the host: records as they are, closed sets by the name of their case. */
public final class HostJson {
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(DataChange.class, DataChangeCases.class)
            .addMixIn(RestoreResult.class, RestoreResultCases.class)
            .build();

    private HostJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = DataChange.Down.class, name = "down"),
        @JsonSubTypes.Type(value = DataChange.Restore.class, name = "restore")
    })
    private interface DataChangeCases {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RestoreResult.Restored.class, name = "restored"),
        @JsonSubTypes.Type(value = RestoreResult.Emptied.class, name = "emptied"),
        @JsonSubTypes.Type(value = RestoreResult.Broken.class, name = "broken")
    })
    private interface RestoreResultCases {}
}
