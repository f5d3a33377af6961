package io.carillon.benchmarks.redis;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Jedis;

/** Jedis with every option but its patience at its default: PUBLISH, which waits for its answer, and a thread that reads what comes. One thread publishes. */
final class JedisBus implements Bus {
    /** Jedis' own is 2 s. It does not change what a publish costs, and a machine that stalls ends nothing. */
    private static final int PATIENCE_MILLIS = 60_000;

    private final Jedis publisher;
    private final Jedis subscriber;

    JedisBus(String uri) {
        publisher = new Jedis(URI.create(uri), PATIENCE_MILLIS);
        subscriber = new Jedis(URI.create(uri), 0);
    }

    @Override
    public void receive(String room, int receivers, Arrivals arrivals) {
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        BinaryJedisPubSub listener = new BinaryJedisPubSub() {
            @Override
            public void onSubscribe(byte[] channel, int count) {
                subscribed.complete(null);
            }

            @Override
            public void onMessage(byte[] channel, byte[] message) {
                for (int i = 0; i < receivers; i++) {
                    arrivals.came(ByteBuffer.wrap(message));
                }
            }
        };
        Thread reader = new Thread(() -> subscriber.subscribe(listener, bytes(room)), "subscriber");
        reader.setDaemon(true);
        reader.start();
        subscribed.join();
    }

    @Override
    public CompletionStage<?> publish(String room, byte[] message) {
        return CompletableFuture.completedFuture(publisher.publish(bytes(room), message));
    }

    @Override
    public void enrol(int members) {
        throw new UnsupportedOperationException("members are measured beside Lettuce");
    }

    @Override
    public CompletionStage<?> joinAndLeave(int member) {
        throw new UnsupportedOperationException("members are measured beside Lettuce");
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
    }

    private static byte[] bytes(String room) {
        return room.getBytes(StandardCharsets.US_ASCII);
    }
}
