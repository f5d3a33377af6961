package io.carillon.micrometer;

import static io.carillon.micrometer.World.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.Gap;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.spi.Subject;
import io.carillon.tck.RecordingConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever clients, applications and other instances call themselves, the same series are there as before. */
class BoundedLabelsTest {
    private static final List<String> HOSTILE = List.of(
            "ada",
            "done",
            "other",
            "a\"b",
            "a\nb 1",
            "{reason=\"x\"}",
            "carillon.ready",
            "*",
            "né 🔔",
            "x".repeat(256));

    @Test
    void noNameIsEverALabel() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        TransportMetrics transport = new TransportMetrics();
        transport.bindTo(meters);
        try (World world = new World(meters, builder -> builder.name("evil\" instance"), new RegistryListener() {})) {
            Map<String, Map<String, Set<String>>> before = Meters.labels(meters);
            int series = meters.getMeters().size();

            for (String name : HOSTILE) {
                RecordingConnection connection = world.connect(name);
                done(world.registry.join(connection.id(), name));
                done(world.registry.send(Audience.user(name), Message.text(name)));
                done(world.registry.send(Audience.group(name), Message.text(name)));
                done(world.registry.count(name));
                done(world.registry.leaveAll(connection.id()));
                done(world.registry.unregister(connection.id()));
                done(world.broker.pubSub().publish(Subject.EVERYONE, name.getBytes(StandardCharsets.UTF_8)));
                world.metrics.listener().gap(new Gap(new Target.Group(name), new InstanceId(name), 1, 2));
            }
            Random random = new Random(20_261_126);
            for (int i = 0; i < 10_000; i++) {
                transport.closed(null, random.nextInt(5_000));
                transport.refused(random.nextInt(5_000));
            }

            assertThat(Meters.labels(meters)).isEqualTo(before);
            assertThat(meters.getMeters()).hasSize(series);
            assertThat(before.values().stream().flatMap(labels -> labels.keySet().stream()))
                    .containsOnly("operation", "outcome", "reason", "direction", "kind", "code", "le");
            assertThat(before.values().stream()
                            .flatMap(labels -> labels.values().stream())
                            .flatMap(Set::stream))
                    .allMatch(value -> value.matches("[a-z_]+|[0-9]{4}|[0-9.]+|[+]Inf"));
        }
    }
}
