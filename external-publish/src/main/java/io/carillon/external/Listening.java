package io.carillon.external;

import io.carillon.spi.PubSubSystem.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription, from when it is wanted until it is not. Only on the thread of {@link Control}. */
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    static final Duration PAUSE = Duration.ofSeconds(1);

    private enum State {
        /** Nothing is asked for: not yet, or it was refused. */
        IDLE,
        ASKING,
        /** It was refused, and is asked for again after the pause. */
        PAUSING,
        HEARING,
        ENDED
    }

    private final Control control;
    private final SubscriptionPolicy whenRefused;
    private final Supplier<CompletionStage<Subscription>> asking;
    private final Consumer<Optional<Throwable>> outcome;
    private State state = State.IDLE;
    private @Nullable Subscription subscription;

    /**
     * Which is not asked for yet.
     *
     * @param outcome is told of each answer that still matters: nothing if it is had, or why it is not; it is asked for again where the policy
     *     wants that
     */
    Listening(
            Control control,
            SubscriptionPolicy whenRefused,
            Supplier<CompletionStage<Subscription>> asking,
            Consumer<Optional<Throwable>> outcome) {
        this.control = control;
        this.whenRefused = whenRefused;
        this.asking = asking;
        this.outcome = outcome;
    }

    /** Does nothing where it is had, was asked for, or will be after the pause: however many want it, the broker is asked once a second. */
    void ask() {
        if (state != State.IDLE) {
            return;
        }
        state = State.ASKING;
        CompletionStage<Subscription> asked;
        try {
            asked = asking.get();
        } catch (RuntimeException e) {
            // One of Carillon's own channels; or a backplane threw what it must not.
            asked = CompletableFuture.failedStage(e);
        }
        asked.whenComplete((found, error) -> {
            if (!control.execute(() -> answered(found, error)) && found != null) {
                giveUp(found);
            }
        });
    }

    private void answered(@Nullable Subscription found, @Nullable Throwable error) {
        if (state == State.ENDED) {
            if (found != null) {
                giveUp(found);
            }
            return;
        }
        subscription = found;
        if (found != null) {
            state = State.HEARING;
        } else if (whenRefused == SubscriptionPolicy.RETRY) {
            state = State.PAUSING;
            control.after(PAUSE, this::askAgain);
        } else {
            state = State.IDLE;
        }
        outcome.accept(Optional.ofNullable(error).map(Listening::unwrap));
    }

    private void askAgain() {
        if (state == State.PAUSING) { // and not ended meanwhile
            state = State.IDLE;
            ask();
        }
    }

    /** For ever. Nobody waits for the broker: who wants the same again asks for a subscription of its own. */
    void end() {
        state = State.ENDED;
        Subscription had = subscription;
        if (had != null) {
            subscription = null;
            giveUp(had);
        }
    }

    private static void giveUp(Subscription subscription) {
        subscription.close().exceptionally(failure -> {
            LOG.debug("a subscription could not be ended: the link has gone, and it with it", failure);
            return null;
        });
    }

    private static Throwable unwrap(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }
}
