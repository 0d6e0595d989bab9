package io.jenkins.plugins.slipway.engine.config.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.TagToken;
import org.snakeyaml.engine.v2.tokens.Token;

/**
 * What a broken text is made of, up to where even that cannot be told.
 *
 * @param complete whether it could be told to the end
 */
record SyntaxTokens(List<Token> tokens, boolean complete) {
    /** Of more a place is not worth its time, which the library takes more and more of the deeper lists lie in each other. */
    private static final int MOST = 50_000;

    static SyntaxTokens of(String text, LoadSettings settings) {
        var tokens = new ArrayList<Token>();
        try {
            var scanner = new ScannerImpl(settings, new StreamReader(settings, text));
            while (scanner.hasNext()) {
                if (tokens.size() == MOST) {
                    return new SyntaxTokens(tokens, false);
                }
                tokens.add(scanner.next());
            }
            return new SyntaxTokens(tokens, true);
        } catch (YamlEngineException | IllegalArgumentException e) {
            return new SyntaxTokens(tokens, false);
        }
    }

    /** Where it could no longer be told. */
    @Nullable
    Mark end() {
        return tokens.isEmpty()
                ? null
                : tokens.get(tokens.size() - 1).getEndMark().orElse(null);
    }

    /** The first tag that begins or ends with a space. */
    @Nullable
    Mark tagWithSpaces() {
        for (Token token : tokens) {
            if (token instanceof TagToken tag
                    && !tag.getValue()
                            .getSuffix()
                            .equals(tag.getValue().getSuffix().strip())) {
                return token.getStartMark().orElse(null);
            }
        }
        return null;
    }

    /** The last text that ends before an index. */
    @Nullable
    ScalarToken lastScalar(int index) {
        ScalarToken last = null;
        for (Token token : tokens) {
            if (token instanceof ScalarToken scalar
                    && scalar.getEndMark().map(Mark::getIndex).orElse(Integer.MAX_VALUE) <= index) {
                last = scalar;
            }
        }
        return last;
    }

    /** Whether the bracket that opens at an index has its counterpart; true if there is no bracket. */
    boolean closes(int index) {
        Deque<Integer> open = new ArrayDeque<>();
        boolean bracket = false;
        for (Token token : tokens) {
            int start = token.getStartMark().map(Mark::getIndex).orElse(-1);
            switch (token.getTokenId()) {
                case FlowSequenceStart, FlowMappingStart -> {
                    open.push(start);
                    bracket |= start == index;
                }
                case FlowSequenceEnd, FlowMappingEnd -> {
                    Integer begin = open.poll();
                    if (begin != null && begin == index) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return !bracket;
    }

    /** The innermost bracket that opens before an index and is never closed. */
    @Nullable
    Mark openBracket(int index) {
        Deque<Mark> open = new ArrayDeque<>();
        for (Token token : tokens) {
            switch (token.getTokenId()) {
                case FlowSequenceStart, FlowMappingStart -> token.getStartMark().ifPresent(open::push);
                case FlowSequenceEnd, FlowMappingEnd -> open.poll();
                default -> {}
            }
        }
        return complete
                ? open.stream()
                        .filter(mark -> mark.getIndex() <= index)
                        .findFirst()
                        .orElse(null)
                : null;
    }
}
