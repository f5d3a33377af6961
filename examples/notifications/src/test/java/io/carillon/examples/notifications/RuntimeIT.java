package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.carillon.redis.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the {@code Dockerfile} says, done without an engine: its own runtime, made by its own command, runs the jar by its own entry point.
 */
class RuntimeIT {
    private static final Path RUNTIME = Path.of("target/runtime").toAbsolutePath();
    private static final Path JAR = Path.of("target/carillon-notifications.jar").toAbsolutePath();
    private static final int FIRST_WITH_CDS_IN_JLINK = 19;

    private static final List<String> JLINK =
            Arrays.asList(DeployFiles.instruction("RUN").split("\\s+", -1));
    /** A class, what it names, and the module that has it. */
    private static final Pattern NAMED = Pattern.compile("(?m)^ +(\\S+) +-> +\\S+ +(java[.\\w]+|jdk[.\\w]+)$");

    @Test
    void theImageBringsNoShellAndRunsAsNobody() throws StartupException {
        List<String> all = DeployFiles.dockerfile();
        List<String> last = all.subList(all.lastIndexOf("FROM " + DeployFiles.instruction("FROM")), all.size());
        assertThat(last).noneMatch(line -> line.startsWith("RUN "));
        assertThat(DeployFiles.instruction("USER")).isEqualTo("65532:65532");
        assertThat(DeployFiles.instruction("EXPOSE"))
                .isEqualTo(""
                        + Settings.read(Map.of("JWT_SECRET_KEY", Client.SECRET)).port());
        assertThat(last)
                .anyMatch(line -> line.startsWith("COPY --from=build /opt/java "))
                .contains("COPY --from=build /source/examples/notifications/target/" + JAR.getFileName() + " "
                        + jarInTheImage());
        assertThat(JLINK).endsWith("/opt/java");
    }

    @Test
    void theRuntimeHasEveryModuleThatTheJarNames() throws Exception {
        String modules = run(RUNTIME.resolve("bin/java").toString(), "--list-modules");
        Set<String> there = modules.lines().map(line -> line.split("@", 2)[0]).collect(Collectors.toSet());
        String all = run(tool("jdeps"), "--multi-release", "17", "--ignore-missing-deps", "-v", JAR.toString());
        Map<String, Set<String>> missing = NAMED.matcher(all)
                .results()
                .filter(named -> !there.contains(named.group(2)))
                .collect(Collectors.groupingBy(
                        named -> named.group(2),
                        Collectors.mapping(named -> named.group(1), Collectors.toCollection(TreeSet::new))));
        assertThat(there).contains("java.net.http", "jdk.unsupported");
        assertThat(missing)
                .as("there is no Log4j here, so nobody makes metrics of it")
                .isEqualTo(
                        Map.of("java.desktop", Set.of("io.micrometer.core.instrument.binder.logging.Log4j2Metrics")));
    }

    @Test
    void theEntryPointRunsTheServiceOnThatRuntimeWithoutWritingAFile() throws Exception {
        List<String> command = new ArrayList<>();
        for (JsonElement word :
                JsonParser.parseString(DeployFiles.instruction("ENTRYPOINT")).getAsJsonArray()) {
            command.add(word.getAsString()
                    .replace("/opt/java", RUNTIME.toString())
                    .replace(jarInTheImage(), JAR.toString()));
        }
        assertThat(command).contains(JAR.toString());
        // Whoever writes a temporary file fails.
        command.add(1, "-Djava.io.tmpdir=/no/such/folder");
        Path folder = Files.createTempDirectory(Path.of("target"), "app-").toAbsolutePath();
        try (RedisProcess redis = RedisProcess.started();
                ChildProcess service = ChildProcess.start(command, folder, Instances.environment(redis, Map.of()))) {
            String line = service.awaitLine("listens on port");
            int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            assertThat(Client.get(port, "/health/live").statusCode()).isEqualTo(200);
            Instances.awaitWell(port, "/health/deep");
            assertThat(Client.get(port, "/metrics").statusCode()).isEqualTo(200);
            try (Client ada = Client.of(port, "ada")) {
                Instances.awaitListening(redis, "ada", 1);
                Instances.publish(redis, "ada", "{\"type\":\"notification\"}");
                assertThat(ada.hears().get("type").getAsString()).isEqualTo("notification");
                service.terminate();
                assertThat(ada.closeCode()).isEqualTo(1001);
            }
            assertThat(service.awaitExit()).isEqualTo(143);
        }
        try (Stream<Path> written = Files.list(folder)) {
            assertThat(written).isEmpty();
        }
    }

    @BeforeAll
    static void makeRuntime() throws Exception {
        if (!Files.isDirectory(Path.of(System.getProperty("java.home"), "jmods"))
                && !run(tool("jlink"), "--help").contains("Linking from run-time image enabled")) {
            Parts.missing("jmods", "this JDK has no modules to make a runtime of");
        }
        if (Files.exists(RUNTIME)) {
            run("rm", "-r", RUNTIME.toString());
        }
        List<String> command = new ArrayList<>(JLINK);
        command.set(0, tool("jlink"));
        command.set(command.size() - 1, RUNTIME.toString());
        if (Runtime.version().feature() < FIRST_WITH_CDS_IN_JLINK) {
            command.remove("--generate-cds-archive");
        }
        run(command.toArray(String[]::new));
    }

    private static String jarInTheImage() {
        return "/app/" + JAR.getFileName();
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
