package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests for Kubernetes: correct by its own models, and true of the service. They were never applied to a cluster. */
class KubernetesTest {
    /** Throws on what is missing, unknown or of the wrong type. */
    private interface Model {
        void validate(JsonElement manifest) throws IOException;
    }

    private static final Map<String, Model> MODELS = Map.of(
            "Deployment", V1Deployment::validateJsonElement,
            "Service", V1Service::validateJsonElement,
            "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

    private final JsonObject deployment = DeployFiles.yaml("kubernetes/deployment.yaml");
    private final JsonObject template = object(deployment, "spec", "template");
    private final JsonObject pod = object(template, "spec");
    private final JsonObject container = pod.getAsJsonArray("containers").get(0).getAsJsonObject();

    @Test
    void everyManifestIsWhatKubernetesKnows() throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.list(DeployFiles.FOLDER.resolve("kubernetes"))) {
            all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("kustomization.yaml"))
                    .forEach(files::add);
        }
        assertThat(DeployFiles.yaml("kubernetes/kustomization.yaml").getAsJsonArray("resources"))
                .extracting(JsonElement::getAsString)
                .containsExactlyInAnyOrderElementsOf(files);
        for (String file : files) {
            JsonObject manifest = DeployFiles.yaml("kubernetes/" + file);
            MODELS.get(manifest.get("kind").getAsString()).validate(manifest);
        }
        container.addProperty("livenesProbe", "");
        assertThatThrownBy(() -> V1Deployment.validateJsonElement(deployment))
                .as("a word that is none")
                .hasMessageContaining("livenesProbe");
    }

    @Test
    void whatBelongsTogetherHasTheSameLabels() {
        JsonObject labels = object(template, "metadata", "labels");
        assertThat(object(deployment, "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(object(DeployFiles.yaml("kubernetes/service.yaml"), "spec", "selector"))
                .isEqualTo(labels);
        assertThat(object(DeployFiles.yaml("kubernetes/poddisruptionbudget.yaml"), "spec", "selector", "matchLabels"))
                .isEqualTo(labels);
        assertThat(pod.getAsJsonArray("topologySpreadConstraints"))
                .allSatisfy(one -> assertThat(object(one.getAsJsonObject(), "labelSelector", "matchLabels"))
                        .isEqualTo(labels));
    }

    @Test
    void aContainerIsGivenWhatTheServiceReadsAndSecretsOnlyByReference() {
        Set<String> known = DeployFiles.variables();
        Set<String> given = new TreeSet<>();
        for (JsonElement one : container.getAsJsonArray("env")) {
            JsonObject variable = one.getAsJsonObject();
            String name = variable.get("name").getAsString();
            assertThat(known).contains(name);
            given.add(name);
            if (name.matches(".*(PASSWORD|SECRET|TOKEN).*")) {
                assertThat(variable.has("value")).as(name).isFalse();
                assertThat(object(variable, "valueFrom", "secretKeyRef").keySet())
                        .containsExactlyInAnyOrder("name", "key");
            }
        }
        assertThat(given).contains("JWT_SECRET_KEY", "REDIS_PASSWORD", "REDIS_HOST");
    }

    @Test
    void itIsReachedWhereItListens() throws StartupException {
        int listens = Settings.read(Map.of("JWT_SECRET_KEY", Client.SECRET)).port();
        JsonObject port = container.getAsJsonArray("ports").get(0).getAsJsonObject();
        assertThat(port.get("containerPort").getAsInt()).isEqualTo(listens);
        assertThat(object(template, "metadata", "annotations")
                        .get("prometheus.io/port")
                        .getAsInt())
                .isEqualTo(listens);
        String name = port.get("name").getAsString();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(object(container, probe, "httpGet").get("port").getAsString())
                    .isEqualTo(name);
        }
        assertThat(object(DeployFiles.yaml("kubernetes/service.yaml"), "spec")
                        .getAsJsonArray("ports")
                        .get(0)
                        .getAsJsonObject()
                        .get("targetPort")
                        .getAsString())
                .isEqualTo(name);
        assertThat(path("livenessProbe")).isEqualTo("/health/live");
        assertThat(path("readinessProbe")).isEqualTo("/health/ready");
    }

    @Test
    void itHasTheTimeToLeaveAndNobodyLeavesBeforeItsSuccessorIsReady() {
        int preStop = object(container, "lifecycle", "preStop", "sleep")
                .get("seconds")
                .getAsInt();
        assertThat(pod.get("terminationGracePeriodSeconds").getAsLong())
                .isGreaterThan(preStop + NotificationsMain.LONGEST_END.toSeconds());
        JsonObject rolling = object(deployment, "spec", "strategy", "rollingUpdate");
        assertThat(rolling.get("maxUnavailable").getAsInt()).isZero();
        assertThat(rolling.get("maxSurge").getAsInt()).isPositive();
        assertThat(object(DeployFiles.yaml("kubernetes/poddisruptionbudget.yaml"), "spec")
                        .get("maxUnavailable")
                        .getAsInt())
                .as("fewer than there are")
                .isLessThan(object(deployment, "spec").get("replicas").getAsInt());
    }

    @Test
    void itMayDoNoMoreThanItNeeds() {
        JsonObject who = object(pod, "securityContext");
        assertThat(who.get("runAsNonRoot").getAsBoolean()).isTrue();
        assertThat(who.get("runAsUser").getAsString() + ":" + who.get("runAsGroup"))
                .isEqualTo(DeployFiles.instruction("USER"));
        JsonObject may = object(container, "securityContext");
        assertThat(may.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
        assertThat(may.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
        assertThat(object(may, "capabilities").get("drop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(object(container, "resources", "limits").keySet()).contains("memory");
    }

    private String path(String probe) {
        return object(container, probe, "httpGet").get("path").getAsString();
    }

    private static JsonObject object(JsonObject from, String... path) {
        JsonObject found = from;
        for (String name : path) {
            found = found.getAsJsonObject(name);
        }
        return found;
    }
}
