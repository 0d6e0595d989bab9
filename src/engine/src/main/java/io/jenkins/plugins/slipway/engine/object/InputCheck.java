package io.jenkins.plugins.slipway.engine.object;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.slipway.engine.BadInputException;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Compares an action's input with what the action says it takes. */
public final class InputCheck {
    private InputCheck() {}

    /**
     * @throws BadInputException if the input does not fit, or the action's schema is none; nothing was run
     */
    public static void check(DeclaredObject action, JsonNode input) {
        JsonNode schema = action.input();
        if (schema == null) {
            return;
        }
        List<Error> errors;
        try {
            // Without a loader: a schema of a user's must not make Slipway fetch addresses.
            Schema compiled = SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12,
                            builder -> builder.resourceLoaders(loaders -> loaders.values(List::clear)))
                    .getSchema(schema);
            errors = compiled.validate(input);
        } catch (RuntimeException e) {
            throw new BadInputException(
                    "The input of ‘" + action.name()
                            + "’ cannot be checked: what it declares as input is not a JSON Schema"
                            + " that stands by itself (" + e.getMessage() + ")",
                    e);
        }
        if (!errors.isEmpty()) {
            throw new BadInputException("The input does not fit ‘" + action.name() + "’: "
                    + errors.stream().map(Error::toString).distinct().collect(Collectors.joining("; ")));
        }
    }
}
