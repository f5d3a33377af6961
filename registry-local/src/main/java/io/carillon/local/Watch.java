package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.Health;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the way to the broker and back. It sends itself a probe through its own inbox twice a second, so a link that is
 * dead without saying so is noticed too; and after two operations without an answer the broker counts as away, until a probe
 * comes back.
 */
final class Watch {
    static final Duration INTERVAL = Duration.ofMillis(500);
    /** How many unanswered probes are given up: two seconds after the last sign of life, or later if this machine stood still, which is not the link's fault. */
    private static final int PATIENCE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final byte KIND = 65;
    private static final byte[] PROBE = {EnvelopeCodec.VERSION, KIND};
    private static final int TIMEOUTS_TO_BREAK = 2;

    private final PubSubSystem pubSub;
    private final Subject inbox;
    private final HubRuntime runtime;
    private final Events events;
    private final Runnable returned;
    private final Runnable answered;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile Health health = Health.notReady("the instance is starting");
    private final AtomicInteger timeouts = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean linked = true;
    /** Whether no probe has come back for too long. */
    private volatile boolean silent;

    private volatile boolean started;
    private volatile boolean closed;

    /**
     * A watch that has not begun.
     *
     * @param returned is told when the link is back after it was broken
     * @param answered is told of every probe that comes back
     */
    Watch(PubSubSystem pubSub, Subject inbox, HubRuntime runtime, Events events, Runnable returned, Runnable answered) {
        this.answered = answered;
        this.pubSub = pubSub;
        this.inbox = inbox;
        this.runtime = runtime;
        this.events = events;
        this.returned = returned;
    }

    static boolean isProbe(byte[] payload) {
        return payload.length == PROBE.length && payload[0] == PROBE[0] && payload[1] == PROBE[1];
    }

    Health health() {
        return health;
    }

    /** Whether operations are to fail at once, because the last ones got no answer. */
    boolean isBroken() {
        return timeouts.get() >= TIMEOUTS_TO_BREAK;
    }

    /** Whether there is no hope that the broker answers now. */
    boolean isAway() {
        return !started || !linked || silent || isBroken();
    }

    /** Begins; the instance was just proved to work. */
    void start() {
        started = true;
        change(Health.READY);
        pubSub.onStatus(this::onStatus);
        probe();
    }

    /** Not ready any more, whatever the broker does. */
    void leave() {
        change(Health.LEAVING);
    }

    void close() {
        closed = true;
        leave();
    }

    /** Counts what gets no answer, in a row. */
    void ended(Throwable error) {
        if (Operation.unwrap(error) instanceof BackplaneTimeoutException) {
            timeouts.incrementAndGet();
        }
    }

    /** A probe has come back: subscribing connection, broker and publishing connection work. */
    void probeReturned() {
        underWay.set(0);
        timeouts.set(0);
        boolean wasSilent = silent;
        silent = false;
        if (!linked || closed) {
            return;
        }
        change(Health.READY);
        if (wasSilent) {
            returned.run();
        }
        answered.run();
    }

    private void onStatus(Status status) {
        if (status == Status.CONNECTED) {
            if (!linked) {
                linked = true;
                underWay.set(0);
                LOG.info("The link to the broker is back");
                returned.run();
                sendProbe();
            }
        } else {
            linked = false;
            change(Health.notReady(
                    status == Status.GAVE_UP
                            ? "the link to the broker is lost, and reconnecting was given up"
                            : "the link to the broker is lost"));
        }
    }

    private void probe() {
        if (closed) {
            return;
        }
        if (underWay.getAndIncrement() >= PATIENCE && linked) {
            silent = true;
            change(Health.notReady("the broker does not answer"));
        }
        sendProbe();
        runtime.after(INTERVAL, this::probe);
    }

    private void sendProbe() {
        pubSub.publish(inbox, PROBE);
    }

    private void change(Health now) {
        lock.lock();
        try {
            if (health.equals(now) || health.equals(Health.LEAVING)) {
                return;
            }
            health = now;
        } finally {
            lock.unlock();
        }
        LOG.info("Health: {}", now.reason().orElse("ready"));
        events.healthChanged(now);
    }
}
