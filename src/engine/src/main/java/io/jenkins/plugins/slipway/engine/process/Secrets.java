package io.jenkins.plugins.slipway.engine.process;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Variables that whoever acts hands to the hooks of this one act. They are kept in memory only, and the values that are secret do
 * not show in what the hooks say.
 */
public final class Secrets {
    /** What stands in the place of a secret. */
    static final String MASK = "****";

    private static final Secrets NONE = new Secrets(Map.of(), Map.of());
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Set<String> TAKEN =
            Set.of("PATH", "HOME", "LANG", "PORT", "IFS", "ENV", "BASH_ENV", "JAVA_HOME", "SHELLOPTS", "PS4");
    private static final List<String> TAKEN_PREFIXES = List.of("SLIPWAY_", "PLATFORM_", "LD_", "JAVA_TOOL", "_JAVA_");
    /** Shorter lines of a long secret are too common to be hidden wherever they stand. */
    private static final int SHORTEST_LINE = 8;

    private final Map<String, String> hidden;
    private final Map<String, String> open;
    private final List<byte[]> forms;

    private Secrets(Map<String, String> hidden, Map<String, String> open) {
        this.hidden = Map.copyOf(hidden);
        this.open = Map.copyOf(open);
        this.forms = hidden.values().stream()
                .flatMap(value -> forms(value).stream())
                .distinct()
                .map(form -> form.getBytes(StandardCharsets.UTF_8))
                .sorted(Comparator.comparingInt((byte[] form) -> form.length).reversed())
                .toList();
    }

    public static Secrets none() {
        return NONE;
    }

    /**
     * @param hidden values that must not be seen, by variable
     * @param open values that may be seen, such as names of users, by variable
     * @throws BadInputException if a variable cannot have that name, or one means something else to hooks
     */
    public static Secrets of(Map<String, String> hidden, Map<String, String> open) {
        hidden.keySet().forEach(Secrets::requireName);
        open.keySet().forEach(Secrets::requireName);
        return new Secrets(hidden, open);
    }

    /** All variables with their values. */
    public Map<String, String> variables() {
        Map<String, String> all = new TreeMap<>(open);
        all.putAll(hidden);
        return all;
    }

    /** The variables whose values must not be seen. */
    public Map<String, String> hidden() {
        return hidden;
    }

    /** The variables whose values may be seen. */
    public Map<String, String> open() {
        return open;
    }

    public boolean isEmpty() {
        return hidden.isEmpty() && open.isEmpty();
    }

    /** The text without the secrets. */
    public String mask(String text) {
        if (forms.isEmpty()) {
            return text;
        }
        ByteArrayOutputStream masked = new ByteArrayOutputStream(text.length());
        SecretMask mask = new SecretMask(forms, masked::write);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            mask.write(bytes, 0, bytes.length);
            mask.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return masked.toString(StandardCharsets.UTF_8);
    }

    /** Passes on what is written to it, without the secrets, also where one comes in pieces. Flush it at the end. */
    public SecretMask masking(OutputSink to) {
        return new SecretMask(forms, to);
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Secrets" + new TreeMap<>(variables()).keySet();
    }

    /** Whether a variable may have that name here. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches()
                && !TAKEN.contains(name)
                && TAKEN_PREFIXES.stream().noneMatch(name::startsWith);
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new BadInputException("‘" + name + "’ cannot be the name of a variable for hooks: a name consists of"
                    + " letters, digits and underscores, and does not begin with a digit.");
        }
        if (TAKEN.contains(name) || TAKEN_PREFIXES.stream().anyMatch(name::startsWith)) {
            throw new BadInputException("‘" + name + "’ cannot be the name of a variable for hooks, as it has a meaning"
                    + " of its own. Choose another name, such as MY_" + name + ".");
        }
    }

    /** How a value may look when somebody prints it: as it is, line by line, in JSON, in an address, in Base64. */
    private static Set<String> forms(String value) {
        Set<String> forms = new LinkedHashSet<>();
        String trimmed = value.strip();
        if (trimmed.isEmpty()) {
            return forms;
        }
        forms.add(trimmed);
        trimmed.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_LINE)
                .forEach(forms::add);
        forms.add(trimmed.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "\\r")
                .replace("\n", "\\n"));
        forms.add(trimmed.replace("'", "'\\''"));
        String inAddress = URLEncoder.encode(trimmed, StandardCharsets.UTF_8);
        forms.add(inAddress);
        forms.add(inAddress.replace("+", "%20"));
        forms.add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        forms.add(Base64.getEncoder().encodeToString(trimmed.getBytes(StandardCharsets.UTF_8)));
        return forms;
    }
}
