package io.jenkins.plugins.slipway.engine.config.yaml;

import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JsonPointer;

/** Reads YAML files of a project: text, then nodes with places, then a tree. What is wrong goes to the problems. */
public final class YamlReader {
    /** No configuration nests deeper; what does is meant to exhaust the reader. */
    static final int DEEPEST = 60;

    /** More than any project has by hand; aliases of aliases and includes of includes pass it at once. */
    private static final int MOST_VALUES = 100_000;

    private static final int MOST_INCLUDES = 500;

    private static final int MOST_CHARACTERS = 16 << 20;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setMaxAliasesForCollections(1000)
            // They are reported with their place when the tree is built; the library would not say where.
            .setAllowNonScalarKeys(true)
            .setCodePointLimit(ProjectFiles.LARGEST)
            // The parser copies its window at each step through a long value; few large steps keep that cheap.
            .setBufferSize(1 << 16)
            .setSchema(new PlainSchema())
            .build();

    private final ProjectFiles files;
    private final Problems problems;
    private final Deque<String> reading = new ArrayDeque<>();
    private int values;
    private long characters;
    private int includes;
    private boolean oldBooleans;
    private final Set<String> absent = new HashSet<>();

    public YamlReader(ProjectFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    public ProjectFiles files() {
        return files;
    }

    public Problems problems() {
        return problems;
    }

    /** Counts a value against what one reading may hold. */
    void countValue() {
        if (++values > MOST_VALUES) {
            throw new TooMany("the configuration grows beyond " + MOST_VALUES + " values");
        }
    }

    /** Counts a text against what one reading may hold: an alias of a long one is that text again. */
    void countText(int length) {
        characters += length;
        if (characters > MOST_CHARACTERS) {
            throw new TooMany("the configuration grows beyond " + (MOST_CHARACTERS >> 20) + " Mi characters of text");
        }
    }

    /** Counts an include against what one reading may open. */
    void countInclude() {
        if (++includes > MOST_INCLUDES) {
            throw new TooMany("the configuration includes files more than " + MOST_INCLUDES + " times");
        }
    }

    /** Notes that the value at a place of a file could not be had, which is a problem already. */
    void noteAbsent(String file, PointerTrail at) {
        absent.add(file + " " + at.pointer());
    }

    public boolean isAbsent(String file, JsonPointer at) {
        return absent.contains(file + " " + at);
    }

    public boolean hasAbsent() {
        return !absent.isEmpty();
    }

    /** Notes a word that YAML 1.1 takes for a truth value; most configurations have none, and save the search for them. */
    void noteOldBoolean() {
        oldBooleans = true;
    }

    public boolean hasOldBooleans() {
        return oldBooleans;
    }

    /** Whether a file is being read right now, so that including it would not end. */
    boolean isReading(String file) {
        return reading.contains(file);
    }

    /** The document of a file; null if it is empty or broken, and when broken the problems say so. */
    @Nullable
    public YamlDocument read(String file) {
        byte[] bytes;
        try {
            bytes = files.read(file);
        } catch (ProjectFiles.Unreadable e) {
            problems.error(
                    Place.ofFile(file),
                    e.rule(),
                    "the file " + e.getMessage(),
                    "make it a readable text file inside the project");
            return null;
        }
        reading.push(file);
        try {
            Node root = compose(file, bytes);
            return root == null ? null : new TreeBuilder(this, file).build(root);
        } catch (TooMany e) {
            if (reading.size() > 1) {
                throw e;
            }
            problems.error(
                    Place.ofFile(file),
                    "too-many-values",
                    String.valueOf(e.getMessage()),
                    "remove aliases of aliases, and includes of includes");
            return null;
        } finally {
            reading.pop();
        }
    }

    private @Nullable Node compose(String file, byte[] bytes) {
        String text;
        try {
            text = YamlText.decode(bytes);
        } catch (CharacterCodingException e) {
            problems.error(
                    Place.ofFile(file),
                    "not-text",
                    "the file is not text in UTF-8",
                    "save it as UTF-8; a binary file has no place here");
            return null;
        }
        try {
            var parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
            var composer = new BoundedComposer(SETTINGS, parser);
            Node first = composer.hasNext() ? composer.next() : null;
            // Further documents are not looked at: the platforms read the first only. What follows it must begin one.
            if (composer.hasNext()) {
                Place begin = place(file, parser.peekEvent().getStartMark());
                if (text.lines().skip(begin.line()).anyMatch(YamlReader::says)) {
                    problems.warning(
                            begin,
                            "second-document",
                            "a second YAML document begins here, and only the first is read",
                            "remove ‘---’ to make it one, or put the rest into a file of its own");
                }
            }
            return first;
        } catch (BoundedComposer.TooDeep e) {
            problems.error(
                    place(file, e.mark()),
                    "too-deep",
                    "values are " + e.getMessage(),
                    "flatten them; no section of a configuration needs more than ten levels");
        } catch (ReaderException e) {
            problems.error(
                    Place.ofFile(file),
                    "not-text",
                    String.format(
                            "the file holds the character U+%04X at position %d, which is not text",
                            e.getCodePoint(), e.getPosition()),
                    "remove it, or write it as an escape such as \"\\u0007\"");
        } catch (IllegalArgumentException e) {
            // The library's way to refuse a tag, such as one that ends with a space.
            SyntaxPlace place = SyntaxPlace.ofTag(SyntaxTokens.of(text, SETTINGS));
            problems.error(
                    new Place(file, place.line(), place.column(), ""),
                    "syntax",
                    "a tag begins or ends with a space",
                    "remove the space, or put the value in quotes if ‘!’ only begins it");
        } catch (YamlEngineException e) {
            SyntaxPlace place = SyntaxPlace.of(e, text, SyntaxTokens.of(text, SETTINGS));
            SyntaxWords words = SyntaxWords.of(e, place.kind());
            problems.error(new Place(file, place.line(), place.column(), ""), "syntax", words.message(), words.next());
        }
        return null;
    }

    private static boolean says(String line) {
        String text = line.strip();
        return !text.isEmpty() && !text.startsWith("#") && !text.equals("---") && !text.equals("...");
    }

    static Place place(String file, Optional<Mark> mark) {
        return new Place(
                file,
                mark.map(m -> m.getLine() + 1).orElse(0),
                mark.map(m -> m.getColumn() + 1).orElse(0),
                "");
    }

    /** One reading would hold more than is sensible. */
    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany(String message) {
            super(message, null, false, false);
        }
    }

    /** Scalars as YAML 1.2's core schema has them; merge keys are left alone, they are resolved with their places kept. */
    private static final class PlainSchema extends CoreSchema {
        private final ScalarResolver resolver = new CoreScalarResolver(false);

        @Override
        public ScalarResolver getScalarResolver() {
            return resolver;
        }
    }
}
