package io.jenkins.plugins.slipway.engine.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in plain words what the parser of the JDK finds wrong. */
final class XmlFault {
    private record Phrase(Pattern said, String meant) {
        Phrase(String said, String meant) {
            this(Pattern.compile(said), meant);
        }
    }

    private static final List<Phrase> PHRASES = List.of(
            new Phrase("Premature end of file", "the file is empty"),
            new Phrase("Content is not allowed in prolog", "there is text before the first tag"),
            new Phrase("document preceding the root element", "there is something before the first tag that is no tag"),
            new Phrase(
                    "(?:following the root element|not allowed in trailing section)",
                    "something follows the end of its root element; a report is one document"),
            new Phrase("element type \"([^\"]+)\" must be terminated", "<$1> is not closed by </$1>"),
            new Phrase(
                    "invalid XML character \\(Unicode: 0x([0-9a-fA-F]+)\\)",
                    "there is the character U+$1, which XML does not allow"),
            new Phrase(
                    "Character reference \"(&#[^\"]*)\" is an invalid",
                    "there is the character reference $1;, which XML does not allow"),
            new Phrase(
                    "attribute \"([^\"]+)\".* must not contain the '<'", "the value of $1 has a ‘<’ instead of &lt;"),
            new Phrase("(?:must immediately follow the '&'|must end with the ';')", "there is a ‘&’ instead of &amp;"),
            new Phrase("entity \"([^\"]+)\" was referenced", "the entity &$1; is not known"),
            new Phrase("(?:AttributeNotUnique\\?|AttributeNSNotUnique\\?)([^&]*)&([^&]*)", "<$1> has $2 twice"),
            new Phrase("Attribute \"([^\"]+)\" was already specified for element \"([^\"]+)\"", "<$2> has $1 twice"),
            new Phrase("PrefixUnbound\\?([^&]*)&([^&]*)", "<$2> uses the prefix $1, which is not declared"),
            new Phrase("quote is expected for attribute \"([^\"]+)\"", "the value of $1 is not in quotes"),
            new Phrase("target matching", "there is something before <?xml"),
            new Phrase(
                    "XML version \"([^\"]+)\" is not supported", "it declares XML version $1; there are 1.0 and 1.1"),
            new Phrase("JAXP0001", "a name, a number of attributes or an entity in it is too large"));

    private XmlFault() {}

    /** @param open the element that was read when it happened; null for none */
    static String inPlainWords(String message, @Nullable String open) {
        int said = message.indexOf("Message: ");
        String first = (said < 0 ? message : message.substring(said + "Message: ".length()))
                .lines()
                .findFirst()
                .orElse("it cannot be parsed")
                .strip();
        if (first.contains("must start and end within the same entity")) {
            return open == null ? "it ends within a tag" : "it ends before <" + open + "> is closed";
        }
        for (Phrase phrase : PHRASES) {
            Matcher matcher = phrase.said().matcher(first);
            if (matcher.find()) {
                String meant = phrase.meant();
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    meant = meant.replace("$" + i, String.valueOf(matcher.group(i)));
                }
                return meant;
            }
        }
        return first.replaceAll("\\.$", "");
    }
}
