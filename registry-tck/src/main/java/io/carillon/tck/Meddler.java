package io.carillon.tck;

import io.carillon.spi.Backplane;
import io.carillon.spi.Subject;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Loses, repeats or swaps what comes for groups. Told by one thread; asked by those of the broker. */
final class Meddler extends ForwardingBackplane {
    /** How many of the next are lost. */
    final AtomicInteger lose = new AtomicInteger();

    volatile boolean repeat;
    /** The next one comes behind the one after it. */
    volatile boolean swap;

    private volatile byte @Nullable [] late;

    Meddler(Backplane real) {
        super(real);
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        return subject.kind() == Subject.Kind.GROUP
                ? super.subscribe(subject, payload -> meddle(payload, listener))
                : super.subscribe(subject, listener);
    }

    private void meddle(byte[] payload, Listener listener) {
        byte[] waiting = late;
        if (lose.get() > 0) {
            lose.decrementAndGet();
        } else if (swap) {
            swap = false;
            late = payload;
        } else {
            listener.onMessage(payload);
            if (repeat) {
                listener.onMessage(payload);
            }
            if (waiting != null) {
                late = null;
                listener.onMessage(waiting);
            }
        }
    }
}
