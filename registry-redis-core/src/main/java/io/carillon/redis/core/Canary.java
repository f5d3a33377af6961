package io.carillon.redis.core;

import io.carillon.spi.PubSubSystem.Listener;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Proves the whole way, from the publishing link through the server to the subscribing one: a server may answer every ping and
 * yet bring nothing. While something is due that was published, so the server says, something has to arrive: late is not lost, and
 * a link with much to bring would only have more to bring if it were replaced.
 */
final class Canary implements Listener {
    private static final int MOST_MISSED_TICKS = 3;

    private final PublishQueue queue;
    private final Supplier<Spot> spot;
    private final Rejects rejects = new Rejects("canary");
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private long last;
    private long seen;
    private int missed;

    Canary(PublishQueue queue, Supplier<Spot> spot) {
        this.queue = queue;
        this.spot = spot;
    }

    /** A new subscription does not owe what went to an earlier one. */
    void begin() {
        arrived.accumulateAndGet(last, Math::max);
        missed = 0;
    }

    void send() {
        long number = ++last;
        queue.probe(spot.get().channel(), Frames.canary(number), () -> published.accumulateAndGet(number, Math::max));
    }

    @Override
    public void onMessage(byte[] frame) {
        try {
            if (Frames.readArrival(frame) instanceof Frames.CanaryCame sign) {
                arrived.accumulateAndGet(sign.number(), Math::max);
            }
        } catch (Frames.MalformedFrameException e) {
            rejects.add(frame, e);
        }
    }

    /** To be asked once for each one sent. */
    boolean isMissing() {
        long now = arrived.get();
        missed = published.get() > now && now == seen ? missed + 1 : 0;
        seen = now;
        return missed > MOST_MISSED_TICKS;
    }
}
