package io.carillon.local;

import io.carillon.Gap;
import io.carillon.InstanceId;
import io.carillon.Target;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends this instance's beacons, and has those of all instances judged in the lanes of the subjects that they tell of. */
final class Beacons {
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final int TASK_BYTES = 64;

    private final InstanceId self;
    private final PubSubSystem pubSub;
    private final int maxMessageBytes;
    private final HubRuntime runtime;
    private final Streams streams;
    private final Interests interests;
    private final Lanes lanes;
    private final Consumer<Gap> gaps;
    /** Messages to everyone and to several targets, and those to connections by name; on the lane of everyone. */
    final Sequences everyone;

    final Sequences inbox;
    private final Rejects malformed;
    private volatile boolean closed;

    Beacons(
            InstanceId self,
            PubSubSystem pubSub,
            int maxMessageBytes,
            HubRuntime runtime,
            Streams streams,
            Interests interests,
            Lanes lanes,
            Events events) {
        this.self = self;
        this.pubSub = pubSub;
        this.maxMessageBytes = maxMessageBytes;
        this.runtime = runtime;
        this.streams = streams;
        this.interests = interests;
        this.lanes = lanes;
        this.gaps = events::gap;
        this.malformed = new Rejects("beacon", events.observer);
        this.everyone = new Sequences(new Target.Everyone(), gaps);
        this.inbox = new Sequences(new Target.Everyone(), gaps);
    }

    void start() {
        runtime.after(INTERVAL, this::send);
    }

    void close() {
        closed = true;
    }

    /** Judges a beacon, on the lane of everyone. */
    void received(byte[] payload) {
        Beacon beacon;
        try {
            beacon = Beacon.decode(payload);
        } catch (MalformedEnvelopeException e) {
            malformed.add(payload, e.getMessage());
            return;
        }
        // For each lane in one: a publisher may have been active on more subjects than a lane has room for.
        Map<Integer, Judgement> judgements = new HashMap<>();
        for (Beacon.Entry entry : beacon.entries()) {
            judge(beacon.origin(), entry, judgements);
        }
        judgements.values().forEach(judgement -> judgement.offer(beacon.origin()));
    }

    private void judge(InstanceId origin, Beacon.Entry entry, Map<Integer, Judgement> judgements) {
        String name = entry.subject().name();
        switch (entry.subject().kind()) {
            case EVERYONE -> everyone.beacon(origin, entry.stream(), entry.last());
            case INSTANCE -> {
                if (name.equals(self.value())) {
                    inbox.beacon(origin, entry.stream(), entry.last());
                }
            }
            case GROUP -> judge(interests.find(new Target.Group(name)), entry, judgements);
            case USER -> judge(interests.find(new Target.User(name)), entry, judgements);
            case APPLICATION -> {}
        }
    }

    private void judge(@Nullable Interest interest, Beacon.Entry entry, Map<Integer, Judgement> judgements) {
        if (interest != null) {
            judgements
                    .computeIfAbsent(lanes.of(interest.target()), lane -> new Judgement())
                    .add(interest, entry);
        }
    }

    private void send() {
        if (closed) {
            return;
        }
        List<Beacon.Entry> entries = streams.beacon();
        if (!entries.isEmpty()) {
            CompletableFuture<?>[] published = Beacon.encode(self, entries, maxMessageBytes).stream()
                    .map(payload -> pubSub.publish(Subject.EVERYONE, payload).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(published).thenRun(() -> entries.forEach(streams::told));
        }
        start();
    }

    /** What a beacon says of the subjects of one lane. */
    private final class Judgement {
        private final List<Target> targets = new ArrayList<>();
        private final List<Interest> judged = new ArrayList<>();
        private final List<Beacon.Entry> entries = new ArrayList<>();

        void add(Interest interest, Beacon.Entry entry) {
            targets.add(interest.target());
            judged.add(interest);
            entries.add(entry);
        }

        void offer(InstanceId origin) {
            lanes.offerTogether(targets, TASK_BYTES * entries.size(), () -> {
                for (int i = 0; i < entries.size(); i++) {
                    Beacon.Entry entry = entries.get(i);
                    judged.get(i).sequences(gaps).beacon(origin, entry.stream(), entry.last());
                }
            });
        }
    }
}
