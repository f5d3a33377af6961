package io.carillon.tck;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules as {@code SPEC.md} lists them, and as the kit's tests carry them. */
final class Spec {
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]{2}-\\d+\\.\\d+) \\| (.*) \\|");
    private static final String UNTESTED = "## Rules without a test";

    /** Read once: it takes seconds. */
    private static final List<String> TESTED = readTests();

    private Spec() {}

    /** Every rule that is stated, in its order. */
    static List<String> rules() {
        return rows(text().substring(0, text().indexOf(UNTESTED)));
    }

    /** The rules that have a reason for having no test. */
    static List<String> untested() {
        return rows(text().substring(text().indexOf(UNTESTED)));
    }

    /** The rules that the kit's tests carry; several times, if several do. */
    static List<String> tested() {
        return TESTED;
    }

    private static List<String> readTests() {
        List<String> rules = new ArrayList<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.carillon.tck")
                        .stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Rule.class))
                        .map(JavaMethod::reflect)
                        .forEach(method -> rules.addAll(
                                List.of(method.getAnnotation(Rule.class).value())));
        return rules;
    }

    static String text() {
        try {
            return Files.readString(Path.of("..", "registry-api", "SPEC.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rows(String text) {
        return text.lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();
    }
}
