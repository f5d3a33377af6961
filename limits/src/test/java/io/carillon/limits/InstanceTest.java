package io.carillon.limits;

import io.carillon.ConnectionRegistry;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.tck.Deadline;
import io.carillon.tck.RecordingConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;

/** Instances in one cluster, each with limits of its own; time stands still unless the test moves it. */
abstract class InstanceTest {
    static final Deadline DEADLINE = new Deadline(Duration.ofSeconds(30));

    final ManualTime time = ManualTime.inline();
    final InMemoryBackplane backplane = InMemoryBackplane.create();
    private final List<Hub> hubs = new ArrayList<>();

    /** One of them. */
    final class Instance {
        final Limits limits;
        final Hub hub;
        final ScriptedRegistry behind;
        final ConnectionRegistry registry;

        Instance(LimitsBuilder builder) {
            this.limits = builder.build(time);
            this.hub = DEADLINE.done(Hub.builder()
                    .backplane(backplane)
                    .listener(limits.listener())
                    .start());
            hubs.add(hub);
            this.behind = new ScriptedRegistry(hub);
            this.registry = limits.registry(behind);
        }

        RecordingConnection connect(String user) {
            RecordingConnection connection = connection(user);
            done(registry.register(connection));
            return connection;
        }

        RecordingConnection connection(String user) {
            return RecordingConnection.of(hub.instanceId(), user);
        }

        CompletionStage<?> join(RecordingConnection connection, String group) {
            return registry.join(connection.id(), group);
        }

        long refused(Limit limit) {
            return limits.refusals().get(limit);
        }
    }

    @AfterEach
    void close() {
        hubs.forEach(Hub::close);
        backplane.close();
    }

    /** Waits for a stage, and meanwhile runs what the limits have to do. */
    <T> T done(CompletionStage<T> stage) {
        settle(stage);
        return DEADLINE.done(stage);
    }

    Throwable error(CompletionStage<?> stage) {
        settle(stage);
        return DEADLINE.error(stage);
    }

    private void settle(CompletionStage<?> stage) {
        long end = System.nanoTime() + DEADLINE.time().toNanos();
        while (!stage.toCompletableFuture().isDone() && System.nanoTime() - end < 0) {
            time.run();
            Thread.onSpinWait();
        }
    }
}
