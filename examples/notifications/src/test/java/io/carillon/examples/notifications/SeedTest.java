package io.carillon.examples.notifications;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/seed.md} says of each behaviour of the original which test holds it here; this holds that page to the tests. */
class SeedTest {
    private static final Path PAGE = Path.of("docs/seed.md");
    private static final Path REACTOR = Path.of("../..");

    /** Has no sources, and changes while other modules are built. */
    private static final Set<String> PASSED_BY = Set.of("target", "node_modules", ".git");

    /** Those of the original's headings that have more below them than other headings. */
    private static final List<String> SECTIONS = List.of(
            "System Architecture",
            "Component Architecture",
            "Hub: Responsibilities",
            "Hub: Data Structures",
            "Hub: Key Operations",
            "Hub: Thread Safety",
            "Hub: Scalability Considerations",
            "Connection: Responsibilities",
            "Connection: Data Structures",
            "Connection: Read Pump",
            "Connection: Write Pump",
            "Connection: Keep-Alive Mechanism",
            "WebSocket Handler: Responsibilities",
            "WebSocket Handler: Request Flow",
            "WebSocket Handler: Authentication Details",
            "Redis Subscriber: Responsibilities",
            "Redis Subscriber: Subscription Model",
            "Redis Subscriber: Message Flow",
            "Redis Subscriber: Message Format",
            "Redis Subscriber: Reconnection Strategy",
            "HTTP Server: Endpoints",
            "Data Flow Diagrams: Connection Establishment",
            "Data Flow Diagrams: Message Delivery",
            "Data Flow Diagrams: Disconnection",
            "Configuration System: Environment Variables",
            "Configuration System: Configuration Loading",
            "Concurrency Model: Goroutines",
            "Concurrency Model: Synchronization",
            "Concurrency Model: Shutdown Coordination",
            "Error Handling: Error Categories",
            "Error Handling: Error Recovery",
            "Performance Optimizations: Memory",
            "Performance Optimizations: CPU",
            "Performance Optimizations: Network",
            "Performance Optimizations: Scalability Patterns",
            "Security Architecture: Authentication Layer",
            "Security Architecture: Connection Security",
            "Security Architecture: Network Security",
            "Security Architecture: Container Security",
            "Monitoring Architecture: Metrics Collection",
            "Monitoring Architecture: Health Checks",
            "Monitoring Architecture: Logging Strategy",
            "Deployment Architecture: Single Instance",
            "Deployment Architecture: Multi-Instance",
            "Deployment Architecture: Container",
            "Summary");

    /** The original's variables and their defaults; of secrets it names none that counts. */
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            entry("WS_HOST", "0.0.0.0"),
            entry("WS_PORT", "8081"),
            entry("WS_MODE", "release"),
            entry("REDIS_HOST", "localhost"),
            entry("REDIS_PORT", "6379"),
            entry("REDIS_PASSWORD", ""),
            entry("REDIS_DB", "0"),
            entry("REDIS_USE_TLS", "false"),
            entry("REDIS_MAX_RETRIES", "3"),
            entry("REDIS_MIN_IDLE_CONNS", "10"),
            entry("REDIS_POOL_SIZE", "100"),
            entry("REDIS_POOL_TIMEOUT", "4s"),
            entry("REDIS_CONN_MAX_IDLE_TIME", "5m"),
            entry("REDIS_CONN_MAX_LIFETIME", "30m"),
            entry("WS_PING_INTERVAL", "30s"),
            entry("WS_PONG_WAIT", "60s"),
            entry("WS_WRITE_WAIT", "10s"),
            entry("WS_MAX_MESSAGE_SIZE", "512"),
            entry("WS_READ_BUFFER_SIZE", "1024"),
            entry("WS_WRITE_BUFFER_SIZE", "1024"),
            entry("WS_MAX_CONNECTIONS", "10000"),
            entry("JWT_SECRET_KEY", ""),
            entry("LOGGER_LEVEL", "info"),
            entry("LOGGER_MODE", "production"),
            entry("LOGGER_ENCODING", "json"),
            entry("DISCORD_WEBHOOK_ID", ""),
            entry("DISCORD_WEBHOOK_TOKEN", ""));

    private static final Pattern ROW = Pattern.compile("\\| (.+?) \\|(.*)\\|(.*)\\|");
    private static final Pattern REFERENCE = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");

    /**
     * One line of the page.
     *
     * @param behaviour in words
     * @param tests which hold it
     * @param otherwise what is done instead, or why there is no test
     */
    private record Row(String behaviour, String tests, String otherwise) {}

    @Test
    void everySectionOfTheOriginalHasARow() throws IOException {
        Map<String, List<Row>> sections = sections();
        assertThat(sections.keySet()).containsExactlyElementsOf(SECTIONS);
        assertThat(sections).allSatisfy((section, rows) -> assertThat(rows).isNotEmpty());
    }

    @Test
    void everyBehaviourHasATestOrAReason() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.tests() + row.otherwise())
                        .as(row.behaviour())
                        .isNotBlank())
                .allSatisfy(row -> assertThat(
                                row.tests().replaceAll(REFERENCE.pattern(), "").replace("*c*", ""))
                        .as("only tests stand in the second column")
                        .matches("[, ]*"));
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, List<Path>> sources = testSources();
        for (Row row : rows()) {
            Matcher reference = REFERENCE.matcher(row.tests());
            while (reference.find()) {
                List<Path> files = sources.getOrDefault(reference.group(1) + ".java", List.of());
                assertThat(files).as("files of %s", reference.group(1)).isNotEmpty();
                assertThat(files).as(reference.group()).anyMatch(file -> hasTest(file, reference.group(2)));
            }
        }
    }

    @Test
    void whatHasNoTestIsNoTest() {
        Path self = Path.of("src/test/java/io/carillon/examples/notifications/SeedTest.java");
        assertThat(hasTest(self, "whatHasNoTestIsNoTest")).isTrue();
        assertThat(hasTest(self, "rows")).isFalse();
        assertThat(hasTest(self, "nothing")).isFalse();
    }

    @Test
    void everyVariableOfTheOriginalIsNamedWithItsDefaultOrAsOneWithoutEffect() throws IOException {
        List<Row> rows = sections().get("Configuration System: Environment Variables");
        List<String> example = Files.readAllLines(Path.of(".env.example"));
        VARIABLES.forEach((name, value) -> {
            assertThat(rows).as(name).anyMatch(row -> row.behaviour().contains("`" + name + "`"));
            boolean withoutEffect = rows.stream()
                    .anyMatch(row -> row.behaviour().contains("`" + name + "`")
                            && row.tests().contains("aSettingWithoutEffectIsNamed"));
            if (withoutEffect) {
                assertThat(example).anyMatch(line -> line.startsWith("#") && line.contains(name));
            } else {
                assertThat(example).contains(name + "=" + value);
            }
        });
    }

    private static List<Row> rows() throws IOException {
        return sections().values().stream().flatMap(List::stream).toList();
    }

    private static Map<String, List<Row>> sections() throws IOException {
        Map<String, List<Row>> sections = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                rows = new ArrayList<>();
                assertThat(sections.put(line.substring(3), rows)).as(line).isNull();
            } else if (line.startsWith("| ") && !line.startsWith("| what it does |")) {
                Matcher row = ROW.matcher(line);
                assertThat(row.matches()).as(line).isTrue();
                rows.add(
                        new Row(row.group(1), row.group(2).strip(), row.group(3).strip()));
            }
        }
        return sections;
    }

    /** By their file names. Contracts of the kit are main code. */
    private static Map<String, List<Path>> testSources() throws IOException {
        Map<String, List<Path>> sources = new LinkedHashMap<>();
        Files.walkFileTree(REACTOR, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return PASSED_BY.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")
                        && (file.toString().contains("src/test/java")
                                || file.toString().contains("registry-tck/src/main/java"))) {
                    sources.computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
                            .add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            // It has gone since its folder was listed.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    /** Whether a method of that name has the annotation of a test, and none that switches it off. */
    private static boolean hasTest(Path file, String method) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        int at = text.indexOf(" void " + method + "(");
        if (at < 0) {
            return false;
        }
        String before = text.substring(text.lastIndexOf("\n\n", at) + 1, at);
        return Pattern.compile("@(Parameterized|Repeated)?Test\\b")
                        .matcher(before)
                        .find()
                && !before.contains("@Disabled");
    }
}
