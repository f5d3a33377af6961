package io.carillon.external;

import static io.carillon.external.Place.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.RedisClusterProcess;
import io.carillon.redis.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same on a Redis Cluster, on any of whose nodes somebody publishes. */
class ClusterTest {
    private final Place place = new Place();
    private final RedisClusterProcess cluster = RedisClusterProcess.shared();

    @AfterEach
    void close() {
        place.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPublishedOnAnyNodeReachesUsersGroupsAndEveryone(boolean pattern) {
        Instance here = start(pattern);
        Instance there = start(pattern);
        List<Client> clients = List.of(
                here.member("ada", "lobby"),
                here.member("ada", "lobby"),
                there.member("ada", "lobby"),
                there.member("grace", "lobby"));
        RedisProcess first = cluster.nodes().get(0);
        for (Client client : clients) {
            await().until(() -> {
                Instance.publish(first, Instance.GROUPS + "lobby", "there?");
                Instance.publish(first, Instance.USERS + client.user().orElseThrow(), "and there?");
                return client.received.contains("there?") && client.received.contains("and there?");
            });
        }
        List<String> expected = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            RedisProcess one = cluster.nodes().get(node);
            Instance.publish(one, Instance.USERS + "ada", "user " + node);
            Instance.publish(one, Instance.GROUPS + "lobby", "group " + node);
            Instance.publish(one, Instance.EVERYONE, "everyone " + node);
            expected.addAll(List.of("user " + node, "group " + node, "everyone " + node));
        }
        for (Client client : clients) {
            List<String> own = expected.stream()
                    .filter(text -> !text.startsWith("user")
                            || client.user().orElseThrow().equals("ada"))
                    .toList();
            await().untilAsserted(() -> assertThat(client.received)
                    .filteredOn(text -> expected.contains(text))
                    .containsExactlyInAnyOrderElementsOf(own));
        }
    }

    private Instance start(boolean pattern) {
        return Instance.start(
                place, place.backplane(cluster.uri()), builder -> pattern ? builder.byPattern() : builder);
    }
}
