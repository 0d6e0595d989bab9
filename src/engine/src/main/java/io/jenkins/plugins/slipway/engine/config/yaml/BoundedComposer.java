package io.jenkins.plugins.slipway.engine.config.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.Parser;

/** Composes nodes down to a depth: the library's composer recurses, and a file of brackets would use up its stack. */
final class BoundedComposer extends Composer {
    private int depth;

    BoundedComposer(LoadSettings settings, Parser parser) {
        super(settings, parser);
    }

    @Override
    protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
        enter();
        try {
            return super.composeSequenceNode(anchor);
        } finally {
            depth--;
        }
    }

    @Override
    protected Node composeMappingNode(Optional<Anchor> anchor) {
        enter();
        try {
            return super.composeMappingNode(anchor);
        } finally {
            depth--;
        }
    }

    private void enter() {
        depth++;
        if (depth > YamlReader.DEEPEST) {
            throw new TooDeep(parser.peekEvent().getStartMark());
        }
    }

    /** The file nests deeper than any configuration does. */
    static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Optional<Mark> mark;

        TooDeep(Optional<Mark> mark) {
            super("nested deeper than " + YamlReader.DEEPEST + " levels", null, false, false);
            this.mark = mark;
        }

        Optional<Mark> mark() {
            return mark;
        }
    }
}
