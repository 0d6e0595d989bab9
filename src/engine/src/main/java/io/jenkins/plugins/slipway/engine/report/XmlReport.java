package io.jenkins.plugins.slipway.engine.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the elements of an XML report. The file may be anybody's: a document type is passed over and never fetched, one
 * that defines entities is refused, no address in the file is followed, and its size, its depth and its tags are bounded.
 */
final class XmlReport implements AutoCloseable {
    private static final int DEEPEST = 100;
    private static final int LONGEST_TEXT = 64 * 1024;

    private final ReportText text;
    private final LegalCharacters characters;
    private final XMLStreamReader xml;
    private final String name;
    private final Deque<String> open = new ArrayDeque<>();
    private final StringBuilder content = new StringBuilder();
    private boolean closing;

    private XmlReport(ReportText text, LegalCharacters characters, XMLStreamReader xml, String name) {
        this.text = text;
        this.characters = characters;
        this.xml = xml;
        this.name = name;
    }

    /**
     * Opens a report at its beginning.
     *
     * @param name how messages call the file
     */
    static XmlReport open(Path file, String name) throws UnreadableReportException, IOException {
        ReportText text = ReportText.strict(file, name);
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
            factory.setXMLResolver((publicId, systemId, base, namespace) -> {
                throw new XMLStreamException("nothing outside of the report is read");
            });
            LegalCharacters characters = new LegalCharacters(text);
            return new XmlReport(text, characters, factory.createXMLStreamReader(characters), name);
        } catch (XMLStreamException e) {
            try (text) {
                throw fault(e, text, name, null);
            }
        }
    }

    /** Goes on to the next start or end of an element; false at the end of the report. */
    boolean next() throws UnreadableReportException {
        try {
            if (closing) {
                open.pop();
                closing = false;
                content.setLength(0);
            }
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        open.push(xml.getLocalName());
                        content.setLength(0);
                        if (open.size() > DEEPEST) {
                            throw fault("is nested deeper than " + DEEPEST);
                        }
                        return true;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        closing = true;
                        return true;
                    }
                    case XMLStreamConstants.DTD -> {
                        if (String.valueOf(xml.getText()).contains("<!ENTITY")) {
                            throw fault("defines entities, which are not read; write the report without");
                        }
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw fault("has the entity &" + xml.getLocalName() + ";, which is not known");
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (content.length() + xml.getTextLength() <= LONGEST_TEXT) {
                            content.append(xml.getText());
                        }
                    }
                    default -> {}
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw fault(e, text, name, open.peek());
        }
    }

    /** Whether the present element begins; else it ends. */
    boolean starts() {
        return !closing;
    }

    /** Whether the present element begins and has this name. */
    boolean starts(String name) {
        return !closing && element().equals(name);
    }

    /** Whether the present element ends and has this name. */
    boolean ends(String name) {
        return closing && element().equals(name);
    }

    /** The name of the present element, without a prefix. */
    String element() {
        return open.element();
    }

    /** How deep the present element is; 1 for the root. */
    int depth() {
        return open.size();
    }

    /** The text of the element that ends now, without that before its last child; too long a text is cut. */
    String text() {
        return content.toString().strip();
    }

    /** An attribute of the element that begins now; null if it has none of this name. */
    @Nullable
    String attribute(String attribute) {
        return xml.getAttributeValue(null, attribute);
    }

    /** The same, for one that may not be absent. */
    String required(String attribute) throws UnreadableReportException {
        String value = attribute(attribute);
        if (value == null) {
            throw fault("has a <" + element() + "> without " + attribute);
        }
        return value;
    }

    /** How often something ran: 0 for less than 0, {@code otherwise} where the attribute is absent or empty. */
    long count(String attribute, long otherwise) throws UnreadableReportException {
        String value = attribute(attribute);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            return Counts.parse(value);
        } catch (NumberFormatException e) {
            throw fault("has " + attribute + "=\"" + value + "\", which is not a count");
        }
    }

    /** The number of a line, which may not be absent. */
    int line(String attribute) throws UnreadableReportException {
        required(attribute);
        long line = count(attribute, -1);
        if (line < 0 || line > Integer.MAX_VALUE) {
            throw fault("has " + attribute + "=\"" + attribute(attribute) + "\", which is not the number of a line");
        }
        return (int) line;
    }

    /** What of the text was replaced so that it could be read, in clauses; none if it is as XML has to be. */
    List<String> remarks() {
        String replaced = characters.replaced();
        return replaced == null ? List.of() : List.of(replaced);
    }

    UnreadableReportException fault(String what) {
        return new UnreadableReportException(name + ":" + xml.getLocation().getLineNumber() + ":"
                + xml.getLocation().getColumnNumber() + " " + what);
    }

    private static UnreadableReportException fault(
            XMLStreamException e, ReportText text, String name, @Nullable String open) {
        if (text.fault() != null) {
            return new UnreadableReportException(name + ":" + text.fault());
        }
        return new UnreadableReportException(name + ":" + e.getLocation().getLineNumber() + ":"
                + e.getLocation().getColumnNumber() + " is not well-formed XML: "
                + XmlFault.inPlainWords(String.valueOf(e.getMessage()), open));
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            // It frees what it holds, and holds no file.
        }
        text.close();
    }
}
