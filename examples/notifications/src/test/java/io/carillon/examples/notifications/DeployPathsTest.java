package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every path that a file in {@code deploy} names is one that the service answers. */
class DeployPathsTest {
    private static final Pattern PATH = Pattern.compile(
            "(?:location =|metrics_path:|prometheus\\.io/path:|^ *path:) (/[a-z/]+)", Pattern.MULTILINE);

    @Test
    void everyPathIsAnswered() throws StartupException {
        Set<String> paths = new TreeSet<>();
        for (String file : Set.of("nginx.conf", "prometheus.yml", "kubernetes/deployment.yaml")) {
            PATH.matcher(DeployFiles.text(file)).results().forEach(found -> paths.add(found.group(1)));
        }
        assertThat(paths).contains("/ws", "/ticket", "/health", "/health/live", "/health/ready", "/metrics");
        try (Instances instances = new Instances()) {
            int port = instances.start(Map.of());
            assertThat(paths.remove(NotificationEndpoint.PATH)).isTrue();
            assertThat(Client.refusal(port, "")).isEqualTo(401);
            assertThat(paths.remove("/ticket")).isTrue();
            assertThat(Client.get(port, "/ticket").statusCode()).as("only POST").isEqualTo(405);
            paths.forEach(path -> Instances.awaitWell(port, path));
        }
    }
}
