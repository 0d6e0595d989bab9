package io.jenkins.plugins.slipway.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A table of CONTRIBUTING.md that says which packages below one package may use which others. */
public final class PackageTable {
    private static final Path DOCUMENT = Path.of("../../CONTRIBUTING.md");
    private static final Pattern ROW = Pattern.compile("^(\\w+) +-> (.+)$", Pattern.MULTILINE);

    private final String base;
    private final Map<String, Set<String>> rows = new TreeMap<>();

    private PackageTable(String base, String text) {
        this.base = base;
        ROW.matcher(text)
                .results()
                .forEach(row -> rows.put(
                        row.group(1),
                        row.group(2).strip().equals("nothing")
                                ? Set.of()
                                : Arrays.stream(row.group(2).strip().split(", *"))
                                        .collect(Collectors.toCollection(TreeSet::new))));
    }

    /**
     * The table whose fence says {@code packages of} and the package's name.
     *
     * @param base full name of the package
     * @throws AssertionError if the document has no such table
     */
    public static PackageTable of(String base) {
        String title = base.replaceFirst("^io\\.jenkins\\.plugins\\.slipway\\.", "");
        try {
            Matcher block = Pattern.compile(
                            "^``` *packages of " + Pattern.quote(title) + "\n(.*?)^```$",
                            Pattern.MULTILINE | Pattern.DOTALL)
                    .matcher(Files.readString(DOCUMENT));
            if (!block.find()) {
                throw new AssertionError("CONTRIBUTING.md has no table “packages of " + title + "”");
            }
            return new PackageTable(base, block.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Every arrow between the packages is in the table, and every package has a row there and says what it is for.
     *
     * @throws AssertionError with everything that is not so
     */
    public void check(JavaClasses all) {
        Set<String> wrong = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        for (JavaClass each : all) {
            String from = slice(each);
            if (from.isEmpty()) {
                continue;
            }
            found.add(from);
            if (each.getPackage().tryGetPackageInfo().isEmpty()) {
                wrong.add(each.getPackageName() + " has no package-info");
            }
            each.getDirectDependenciesFromSelf().forEach(dependency -> {
                String to = slice(dependency.getTargetClass().getBaseComponentType());
                if (!to.isEmpty()
                        && !to.equals(from)
                        && !rows.getOrDefault(from, Set.of()).contains(to)) {
                    wrong.add(from + " may not use " + to + ": " + dependency.getDescription());
                }
            });
        }
        if (!found.equals(rows.keySet())) {
            wrong.add("there are the packages " + found + ", and the table has " + rows.keySet());
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError("CONTRIBUTING.md, packages of " + base + ":\n" + String.join("\n", wrong));
        }
    }

    /** The package below the base, or the last word of the base for its own classes; empty for classes elsewhere. */
    private String slice(JavaClass each) {
        String name = each.getPackageName();
        if (name.equals(base)) {
            return base.substring(base.lastIndexOf('.') + 1);
        }
        return name.startsWith(base + ".") ? name.substring(base.length() + 1).replaceFirst("\\..*", "") : "";
    }
}
