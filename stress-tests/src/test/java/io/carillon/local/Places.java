package io.carillon.local;

import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** The places behind one group and what walks them, without the rest of a hub: small, so that threads collide often. */
class Places {
    private static final InstanceId HERE = new InstanceId("here");
    private static final Target LOBBY = new Target.Group(Stressed.LOBBY);
    private static final byte[] ENVELOPE = EnvelopeCodec.encode(
            new Envelope(HERE, null, List.of(), List.of(), new Effect.Deliver(Message.text("hi"), Overflow.DEFAULT)));

    final InlineRuntime runtime = new InlineRuntime();
    final WatchedBackplane backplane = new WatchedBackplane(runtime);
    /** How many messages have come by the broker. */
    final AtomicInteger came = new AtomicInteger();

    final Interests interests =
            new Interests(backplane, runtime, Duration.ZERO, (interest, payload) -> came.incrementAndGet(), lost -> {});
    private final LocalFanOut fanOut = new LocalFanOut(HERE, Map.of(), interests, new Events(List.of(), runtime));
    private final Sequences sequences = new Sequences(LOBBY, gap -> {});
    final Interest lobby = interests.acquire(LOBBY).join();

    LocalConnection connection() {
        return new LocalConnection(new Stressed.Client(HERE), new ReentrantLock());
    }

    LocalConnection member() {
        LocalConnection connection = connection();
        connection.attach(lobby);
        return connection;
    }

    /** Somebody wants the group, and publishes as soon as it may. */
    void acquireAndPublish() {
        interests.acquire(LOBBY).thenAccept(interest -> backplane.publish(interest.subject(), ENVELOPE));
    }

    void offer() {
        fanOut.deliver(LOBBY, sequences, ENVELOPE);
    }

    static int received(LocalConnection connection) {
        return ((Stressed.Client) connection.sink).received;
    }

    /** How many stand there. */
    int members() {
        MemberArray array = lobby.members();
        int members = 0;
        for (int slot = 0, end = array.end(); slot < end; slot++) {
            members += array.at(slot) == null ? 0 : 1;
        }
        return members;
    }
}
