package io.carillon.benchmarks.hub;

import io.carillon.InstanceId;
import io.carillon.Message;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A connection that tells the benchmark's thread of what it is offered. The last member of its group, so all have it then. */
final class Bell extends CountingSink {
    private static final int SECONDS = 10;

    private final Semaphore rung = new Semaphore(0);

    Bell(InstanceId instance) {
        super(instance);
    }

    @Override
    public Offer offer(Message message) {
        rung.release();
        return Offer.ACCEPTED;
    }

    /** Waits until it has been offered so many messages. */
    void await(int messages) throws InterruptedException {
        if (!rung.tryAcquire(messages, SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("messages were lost: the figure would be wrong");
        }
    }
}
