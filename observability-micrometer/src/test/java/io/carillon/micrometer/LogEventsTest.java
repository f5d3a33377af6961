package io.carillon.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/log-events.md} lists every event that the published modules log, and no other. */
class LogEventsTest {
    private static final Path PAGE = Path.of("../docs/log-events.md");
    /** They run on the machine of whoever works on them. */
    private static final Set<String> NOT_PUBLISHED =
            Set.of("benchmarks", "stress-tests", "transport-tests", "examples");

    private static final String TEXT = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern CALL = Pattern.compile("\\bLOG\\s*\\.\\s*(\\w+)\\(");
    /** Either {@code LOG.warn("…"}, or {@code LOG.atWarn()} with pairs and then {@code .log("…"}. */
    private static final Pattern EVENT =
            Pattern.compile("(\\babout\\()?\\bLOG\\s*\\.\\s*(?:at)?(Trace|Debug|Info|Warn|Error"
                    + "|trace|debug|info|warn|error)\\((\\)[^;]*?\\.log\\()?\\s*(" + TEXT + "(?:\\s*\\+\\s*" + TEXT
                    + ")*)");

    private static final Pattern ABOUT = Pattern.compile(" LoggingEventBuilder about\\(.*?\\n    }", Pattern.DOTALL);
    private static final Pattern PAIR = Pattern.compile("addKeyValue\\(\"(\\w+)\"");
    private static final Pattern PART = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z.]+[A-Za-z]+)` \\| ([a-z]+) \\| `([^`]+)` \\|([^|·]*)(·[^|]*)?\\|.*\\| .+ \\|");

    @Test
    void everyEventIsListedAndEveryListedOneIsLogged() throws IOException {
        Set<String> logged = new TreeSet<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            Matcher events = EVENT.matcher(text);
            long found = 0;
            while (events.find()) {
                found++;
                StringBuilder message = new StringBuilder();
                PART.matcher(events.group(4)).results().forEach(part -> message.append(part.group(1)));
                String pairs = events.group(3) == null ? "" : events.group(3);
                if (events.group(1) != null) {
                    Matcher about = ABOUT.matcher(text);
                    assertThat(about.find()).as("about in %s", source).isTrue();
                    pairs += about.group();
                }
                String level = events.group(2).toLowerCase(Locale.ROOT);
                logged.add(event(loggerOf(source), level, message.toString(), keys(PAIR, pairs)));
            }
            assertThat(found)
                    .as("events of %s whose text can be read", source)
                    .isEqualTo(CALL.matcher(text).results().count());
        }
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String pairs = row.group(5) == null ? "" : row.group(5);
                assertThat(listed.add(event(row.group(1), row.group(2), row.group(3), keys(QUOTED, pairs))))
                        .as(line)
                        .isTrue();
            }
        }
        assertThat(listed).isEqualTo(logged);
    }

    @Test
    void everyFieldOfAnEventHasAName() throws IOException {
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                int fields = row.group(3).split("\\{}", -1).length - 1;
                String names = row.group(4).strip();
                // Longer lists are told apart by semicolons, because their names hold commas.
                int named = names.isEmpty() ? 0 : fields == 1 ? 1 : names.split(names.contains(";") ? ";" : ",").length;
                assertThat(named).as(line).isEqualTo(fields);
            }
        }
    }

    private static String event(String logger, String level, String text, List<String> keys) {
        return logger + " " + level + " " + text + " " + keys;
    }

    private static List<String> keys(Pattern key, String text) {
        return key.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static String loggerOf(Path source) {
        String path = source.toString().replace('\\', '/');
        String name = path.substring(path.indexOf("/src/main/java/") + "/src/main/java/".length());
        return name.substring(0, name.length() - ".java".length()).replace('/', '.');
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            List<Path> folders = modules.filter(module ->
                            !NOT_PUBLISHED.contains(module.getFileName().toString()))
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
            assertThat(folders).hasSizeGreaterThan(10);
            Stream<Path> all = Stream.empty();
            for (Path folder : folders) {
                try (Stream<Path> files = Files.walk(folder)) {
                    all = Stream.concat(
                            all, files.filter(file -> file.toString().endsWith(".java")).toList().stream());
                }
            }
            return all.toList();
        }
    }
}
