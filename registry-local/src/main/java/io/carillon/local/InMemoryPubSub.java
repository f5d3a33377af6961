package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.LimitExceededException;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publish, subscribe and request within one JVM, with one thread that delivers everything in one order. */
final class InMemoryPubSub implements PubSubSystem {
    private static final Logger LOG = LoggerFactory.getLogger(InMemoryPubSub.class);
    static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;
    private static final int MAX_WAITING = 65_536;

    private final HubRuntime runtime;
    private final Executor deliverer;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Subject, List<Place<Listener>>> listeners = new ConcurrentHashMap<>();
    private final Map<Subject, List<Place<Responder>>> responders = new ConcurrentHashMap<>();
    /** What makes each request that waits for its answer fail. */
    private final Set<Runnable> pending = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    InMemoryPubSub(HubRuntime runtime) {
        this.runtime = runtime;
        this.deliverer = runtime.serial("delivery");
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            return CompletableFuture.failedStage(tooLarge(payload));
        }
        return deliver(() -> {
            for (Place<Listener> place : listeners.getOrDefault(subject, List.of())) {
                try {
                    place.listener.onMessage(payload);
                } catch (RuntimeException e) {
                    LOG.error("A listener threw where it must not; the others go on", e);
                }
            }
        });
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        return add(listeners, subject, listener);
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return add(responders, subject, responder);
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("request timeout is " + timeout + ", expected more than zero");
        }
        if (payload.length > MAX_PAYLOAD_BYTES) {
            return CompletableFuture.failedStage(tooLarge(payload));
        }
        List<Place<Responder>> known = responders.getOrDefault(subject, List.of());
        if (closed || known.isEmpty()) {
            return CompletableFuture.failedStage(
                    unavailable(closed ? "the backplane is closed" : "nobody answers there"));
        }
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        HubRuntime.Timer timer = runtime.after(
                timeout,
                () -> answer.completeExceptionally(new BackplaneTimeoutException("no answer within " + timeout)));
        Runnable fail = () -> answer.completeExceptionally(unavailable("the backplane is closed"));
        pending.add(fail);
        answer.whenComplete((value, error) -> {
            timer.cancel();
            pending.remove(fail);
        });
        deliver(() -> ask(known.get(0).listener, payload, answer)).whenComplete((done, error) -> {
            if (error != null) {
                answer.completeExceptionally(error);
            }
        });
        return answer;
    }

    /** The link within one JVM never breaks, so there is nothing to tell after the beginning. */
    @Override
    public Runnable onStatus(StatusListener listener) {
        AtomicBoolean off = new AtomicBoolean();
        deliver(() -> {
            try {
                if (!off.get()) {
                    listener.onStatus(Status.CONNECTED);
                }
            } catch (RuntimeException e) {
                LOG.error("A listener threw where it must not; the others go on", e);
            }
        });
        return () -> off.set(true);
    }

    void close() {
        closed = true;
        listeners.clear();
        responders.clear();
        pending.forEach(Runnable::run);
    }

    private static void ask(Responder responder, byte[] payload, CompletableFuture<byte[]> answer) {
        try {
            responder.answer(payload).whenComplete((value, error) -> {
                if (error == null && value.length <= MAX_PAYLOAD_BYTES) {
                    answer.complete(value);
                } else if (error == null) {
                    LOG.warn("An answer of {} bytes is too large; its request will run into the timeout", value.length);
                } else {
                    LOG.warn("A responder failed; its request will run into the timeout", error);
                }
            });
        } catch (RuntimeException e) {
            LOG.error("A responder threw where it must not; its request will run into the timeout", e);
        }
    }

    CompletionStage<Void> deliver(Runnable task) {
        if (closed) {
            return CompletableFuture.failedStage(unavailable("the backplane is closed"));
        }
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return CompletableFuture.failedStage(unavailable("more than " + MAX_WAITING + " messages are waiting"));
        }
        try {
            deliverer.execute(() -> {
                waiting.decrementAndGet();
                task.run();
            });
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            return CompletableFuture.failedStage(unavailable("the backplane is closed"));
        }
        return CompletableFuture.completedStage(null);
    }

    boolean isClosed() {
        return closed;
    }

    /** Done behind whatever is being delivered at this moment. */
    CompletionStage<Void> delivered() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            deliverer.execute(() -> done.complete(null));
        } catch (RejectedExecutionException e) {
            done.complete(null); // closed: nothing is delivered any more
        }
        return done;
    }

    private <L> CompletionStage<Subscription> add(Map<Subject, List<Place<L>>> all, Subject subject, L listener) {
        if (closed) {
            return CompletableFuture.failedStage(unavailable("the backplane is closed"));
        }
        Place<L> place = new Place<>(all, subject, listener);
        all.merge(
                subject,
                List.of(place),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        return CompletableFuture.completedStage(place);
    }

    private static LimitExceededException tooLarge(byte[] payload) {
        return new LimitExceededException(
                "the payload has " + payload.length + " bytes, expected at most " + MAX_PAYLOAD_BYTES);
    }

    private static BackplaneUnavailableException unavailable(String why) {
        return new BackplaneUnavailableException(why);
    }

    /** Somebody's place on a subject. */
    private final class Place<L> implements Subscription {
        private final Map<Subject, List<Place<L>>> all;
        private final Subject subject;
        private final L listener;

        Place(Map<Subject, List<Place<L>>> all, Subject subject, L listener) {
            this.all = all;
            this.subject = subject;
            this.listener = listener;
        }

        @Override
        public CompletionStage<Void> close() {
            all.computeIfPresent(subject, (same, some) -> {
                List<Place<L>> rest =
                        some.stream().filter(other -> other != this).toList();
                return rest.isEmpty() ? null : rest;
            });
            return delivered();
        }
    }
}
