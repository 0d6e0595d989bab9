package io.jenkins.plugins.slipway.engine.build.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the secret values in files of package managers, whichever of their forms a file has, and the variables that they refer to. */
final class CredentialText {
    private static final int SHORTEST = 4;

    private static final Pattern SETTING =
            Pattern.compile("(?im)^[\\s;]*\"?([^\\s=:\"][^=\\n]*?)\"?\\s*(?:=|:(?=\\s)|\\s(?=\"))\\s*(\\S.*?)\\s*$");
    private static final Pattern SECRET_KEY =
            Pattern.compile("(?i)auth|token|passw|passphrase|secret|credential|(?:^|[._-])key$|__");
    private static final Pattern ADDRESS =
            Pattern.compile("://([^/\\s:@\"'<>]*):([^/\\s@\"'<>]+)@|://([^/\\s:@\"'<>]{8,})@");
    private static final Pattern ELEMENT = Pattern.compile(
            "<(password|passphrase|token|value|secret)>\\s*(?:<!\\[CDATA\\[)?([^<\\]]+?)(?:]]>)?\\s*</\\1>");
    private static final Pattern NETRC = Pattern.compile("(?:^|\\s)password\\s+(\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:env\\.)?([A-Za-z_]\\w*)[^}]*}");

    private CredentialText() {}

    /** Names of variables in a text, as in {@code ${NAME}} and {@code ${env.NAME}}. */
    static Set<String> variables(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            names.add(variable.group(1));
        }
        return names;
    }

    /** The values that must not be seen. */
    static Set<String> secrets(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher address = ADDRESS.matcher(text);
        while (address.find()) {
            add(found, address.group(2) == null ? address.group(3) : address.group(2));
        }
        String begin = text.stripLeading();
        if (begin.startsWith("{")) {
            json(text, found);
        } else if (begin.startsWith("<")) {
            Matcher element = ELEMENT.matcher(text);
            while (element.find()) {
                add(found, element.group(2));
                add(found, unescaped(element.group(2)));
            }
        } else {
            settings(text, found);
        }
        return found;
    }

    private static void settings(String text, Set<String> found) {
        Matcher setting = SETTING.matcher(text);
        while (setting.find()) {
            String key = setting.group(1);
            String value = setting.group(2).replaceAll("^[\"']|[\"']$", "");
            if (SECRET_KEY.matcher(key).find()) {
                add(found, value);
                int colon = value.indexOf(':');
                if (colon > 0 && !value.contains("://")) {
                    add(found, value.substring(colon + 1));
                }
                decoded(key, value, found);
            }
        }
        Matcher netrc = NETRC.matcher(text);
        while (netrc.find()) {
            add(found, netrc.group(1));
        }
    }

    /** What npm keeps in Base64 may be seen as it is meant, too. */
    private static void decoded(String key, String value, Set<String> found) {
        if (key.endsWith("_password") || key.endsWith("_auth")) {
            try {
                String plain = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
                add(found, plain.substring(plain.indexOf(':') + 1));
            } catch (IllegalArgumentException e) {
                // It is kept as it is.
                return;
            }
        }
    }

    private static void json(String text, Set<String> found) {
        try {
            leaves("", JsonMapper.shared().readTree(text), found);
        } catch (JacksonException e) {
            settings(text.replaceAll("[{},]", "\n"), found);
        }
    }

    private static void leaves(String key, JsonNode node, Set<String> found) {
        if (node.isString() && !key.equals("username") && !key.equals("consumer-key")) {
            add(found, node.stringValue());
        }
        node.properties().forEach(entry -> leaves(entry.getKey(), entry.getValue(), found));
    }

    private static void add(Set<String> found, String value) {
        if (value.length() >= SHORTEST && !VARIABLE.matcher(value).matches()) {
            found.add(value);
        }
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
