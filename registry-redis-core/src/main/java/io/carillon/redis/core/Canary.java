package io.carillon.redis.core;

import io.carillon.spi.PubSubSystem.Listener;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Proves the whole way, from the publishing link through the server to the subscribing one: a server may answer every ping and
 * yet bring nothing. What was published, so the server says, has to arrive soon.
 */
final class Canary implements Listener {
    private static final int MOST_MISSED_TICKS = 3;

    private final PublishQueue queue;
    private final Supplier<Spot> spot;
    private final Rejects rejects = new Rejects("canary");
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private long last;
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
        missed = published.get() > arrived.get() ? missed + 1 : 0;
        return missed > MOST_MISSED_TICKS;
    }
}
