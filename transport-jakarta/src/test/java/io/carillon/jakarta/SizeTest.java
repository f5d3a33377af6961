package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a user must trust can be read in an afternoon: ADR 11. */
class SizeTest {
    private static final int AFTERNOON = 7_500;
    private static final List<String> MODULES = List.of("registry-api", "registry-local", "transport-jakarta");

    private static final Pattern NO_CODE = Pattern.compile("\\s*(//.*|/?\\*.*|(import|package) .*)?");

    @Test
    void theCodeThatEveryServiceNeedsIsReadInAnAfternoon() throws IOException {
        long lines = 0;
        for (String module : MODULES) {
            long ofModule = linesOf(Path.of("..", module, "src", "main", "java"));
            assertThat(ofModule).as(module).isPositive();
            lines += ofModule;
        }
        assertThat(lines).isLessThan(AFTERNOON);
    }

    private static long linesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long lines = 0;
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                lines += Files.readAllLines(file).stream()
                        .filter(line -> !NO_CODE.matcher(line).matches())
                        .count();
            }
            return lines;
        }
    }
}
