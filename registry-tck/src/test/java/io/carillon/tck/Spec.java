package io.carillon.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** The rules as {@code SPEC.md} lists them, and as the kit's tests carry them. */
final class Spec {
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]{2}-\\d+\\.\\d+) \\| (.*) \\|");
    private static final String UNTESTED = "## Rules without a test";

    private Spec() {}

    /** Every rule that is stated, in its order. */
    static List<String> rules() {
        return rows(stated());
    }

    /** The text that states rules, without that of why some have no test. */
    static String stated() {
        return text().substring(0, text().indexOf(UNTESTED));
    }

    /** The rules that have a reason for having no test. */
    static List<String> untested() {
        return rows(text().substring(text().indexOf(UNTESTED)));
    }

    /** The rules that the kit's tests carry; several times, if several do. */
    static List<String> tested() {
        return tests().filter(test -> test.isAnnotationPresent(Rule.class))
                .flatMap(test -> Stream.of(test.getAnnotation(Rule.class).value()))
                .toList();
    }

    /** The tests that are published: those of main code. */
    static Stream<Method> tests() {
        var main = Rule.class.getProtectionDomain().getCodeSource().getLocation();
        return ReflectionSupport.findAllClassesInPackage(
                        "io.carillon.tck",
                        type -> type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .equals(main),
                        name -> true)
                .stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class));
    }

    private static String text() {
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
