package io.carillon.examples.own;

import io.carillon.InstanceId;
import io.carillon.SendResult;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Stands for your pub/sub: every instance has a channel, to which it alone listens. What one thread puts into a channel comes
 * out in that order. This one works in one JVM.
 */
final class Broker {
    private final Map<InstanceId, Function<Notice, CompletableFuture<SendResult>>> listeners =
            new ConcurrentHashMap<>();

    /** What an instance does with what comes for it, and what it answers. The listener must not block. */
    void subscribe(InstanceId instance, Function<Notice, CompletableFuture<SendResult>> listener) {
        listeners.put(instance, listener);
    }

    void unsubscribe(InstanceId instance) {
        listeners.remove(instance);
    }

    /** Tells an instance something. If it has gone, nobody hears it. */
    void publish(InstanceId instance, Notice notice) {
        request(instance, notice);
    }

    /**
     * Tells an instance something, and waits for its answer. NATS can do that. With Redis or PostgreSQL, number your
     * questions, and let the answer come through your own channel.
     *
     * @return what it answers; if it has gone, nothing
     */
    CompletableFuture<SendResult> request(InstanceId instance, Notice notice) {
        return listeners
                .getOrDefault(instance, nobody -> new CompletableFuture<>())
                .apply(notice);
    }
}
