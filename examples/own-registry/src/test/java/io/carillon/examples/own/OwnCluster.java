package io.carillon.examples.own;

import io.carillon.ConnectionRegistry;
import io.carillon.InstanceId;
import io.carillon.tck.RegistryFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;

/** Registries over one database and one broker. The database's time passes when a test says so, and there is trouble on cue. */
final class OwnCluster implements RegistryFixture {
    private final Map<OwnRegistry, Worker> workers = new LinkedHashMap<>();
    private final SharedState shared = new SharedState(this::now);
    private final Broker broker = new Broker();
    private volatile Instant now = Instant.EPOCH;
    private volatile Runnable trouble = () -> {};

    @Override
    public OwnRegistry open() {
        Worker worker = new Worker();
        OwnRegistry registry = new OwnRegistry(new InstanceId("own-" + UUID.randomUUID()), shared, broker, worker);
        workers.put(registry, worker);
        return registry;
    }

    /** As kill -9 would: its thread stops, wherever it is, and so does its link to the broker. Then its life runs out. */
    @Override
    public void kill(ConnectionRegistry registry) {
        crash(registry);
        passes(OwnRegistry.LIFE);
    }

    void crash(ConnectionRegistry registry) {
        workers.remove(registry).shutdownNow();
        broker.unsubscribe(registry.instanceId());
    }

    /** Time in which all who live say so, as often as they do. */
    void passes(Duration time) {
        for (Duration rest = time; rest.compareTo(Duration.ZERO) > 0; rest = rest.minusSeconds(1)) {
            now = now.plusSeconds(1);
            List.copyOf(workers.keySet()).forEach(this::beat);
        }
    }

    /** Time in which nobody says so. */
    void sleeps(Duration time) {
        now = now.plus(time);
    }

    void beat(OwnRegistry registry) {
        CompletableFuture.runAsync(registry::beat, workers.get(registry)).join();
    }

    /** What comes between the next thing that is asked of a registry and its being handed to the worker. */
    void beforeNextTask(OwnRegistry registry, Runnable interruption) {
        workers.get(registry).interruption.set(interruption);
    }

    /** What happens from now on in each statement of the database before it has an effect. */
    void trouble(Runnable trouble) {
        this.trouble = trouble;
    }

    @Override
    public void close() {
        workers.keySet().forEach(OwnRegistry::close);
    }

    private Instant now() {
        trouble.run();
        return now;
    }

    private static final class Worker extends ScheduledThreadPoolExecutor {
        private final AtomicReference<Runnable> interruption = new AtomicReference<>(() -> {});

        Worker() {
            super(1);
        }

        @Override
        public void execute(Runnable task) {
            interruption.getAndSet(() -> {}).run();
            super.execute(task);
        }
    }
}
