package io.carillon.external;

import static io.carillon.external.Place.await;
import static io.carillon.external.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListeningTest {
    private final Control control = new Control();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Optional<Throwable>> outcomes = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        control.close();
    }

    /** As where an access list of the broker forbids the channel of a busy group. */
    @Test
    void howeverManyComeWhatIsRefusedForGoodIsAskedForOnceASecond() {
        long begun = System.nanoTime();
        Listening refused = listening(SubscriptionPolicy.RETRY, ListeningTest::failed);
        for (int i = 0; i < 100; i++) {
            onItsThread(refused::ask);
            onItsThread(() -> {}); // the answer is heard before this
        }
        assertOneASecondSince(begun);
        await().until(() -> asked.get() >= 3);
        assertOneASecondSince(begun);
        onItsThread(refused::end);
    }

    @Test
    void whereNothingIsRetriedEachWhoComesAsksAnew() {
        Listening refused = listening(SubscriptionPolicy.CLOSE, ListeningTest::failed);
        for (int i = 1; i <= 3; i++) {
            onItsThread(refused::ask);
            onItsThread(() -> {});
            assertThat(asked).hasValue(i);
        }
    }

    @Test
    void aBackplaneThatThrowsWhatItMustNotHasRefusedAndIsAskedAgain() {
        Listening broken = listening(SubscriptionPolicy.CLOSE, () -> {
            throw new IllegalStateException("broken");
        });
        for (int i = 1; i <= 2; i++) {
            onItsThread(broken::ask);
            onItsThread(() -> {});
            assertThat(outcomes)
                    .hasSize(i)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .hasValueSatisfying(why -> assertThat(why).hasMessage("broken")));
        }
    }

    @Test
    void aSubscriptionThatIsHadWhenNobodyWantsItAnyMoreIsGivenUp() {
        CompletableFuture<Subscription> late = new CompletableFuture<>();
        AtomicInteger givenUp = new AtomicInteger();
        Listening listening = listening(SubscriptionPolicy.CLOSE, () -> late);
        onItsThread(listening::ask);
        onItsThread(listening::end);
        late.complete(counting(givenUp));
        onItsThread(() -> {}); // the answer is heard before this
        assertThat(givenUp).hasValue(1);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void whatNobodyWantsAnyMoreIsNotAskedForAfterThePause() {
        Listening refused = listening(SubscriptionPolicy.RETRY, ListeningTest::failed);
        onItsThread(refused::ask);
        onItsThread(() -> {}); // now it pauses
        onItsThread(refused::end);
        int then = asked.get(); // more than once, where the machine has stalled for a pause
        CompletableFuture<Void> behindThePause = new CompletableFuture<>();
        control.after(Listening.PAUSE, () -> behindThePause.complete(null));
        done(behindThePause);
        assertThat(asked).hasValue(then);
    }

    @Test
    void aSubscriptionThatIsHadBehindTheCloseIsGivenUp() {
        CompletableFuture<Subscription> late = new CompletableFuture<>();
        AtomicInteger givenUp = new AtomicInteger();
        Listening listening = listening(SubscriptionPolicy.CLOSE, () -> late);
        onItsThread(listening::ask);
        control.close();
        late.complete(counting(givenUp));
        assertThat(givenUp).hasValue(1);
        assertThat(outcomes).isEmpty();
    }

    private static Subscription counting(AtomicInteger closes) {
        return () -> {
            closes.incrementAndGet();
            return CompletableFuture.completedStage(null);
        };
    }

    /** However long this takes: the clock is read last. */
    private void assertOneASecondSince(long begun) {
        int soFar = asked.get();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertThat((long) soFar).isLessThanOrEqualTo(1 + seconds);
    }

    private static CompletionStage<Subscription> failed() {
        return CompletableFuture.failedStage(new BackplaneUnavailableException("not allowed"));
    }

    private Listening listening(SubscriptionPolicy whenRefused, Supplier<CompletionStage<Subscription>> answer) {
        return new Listening(
                control,
                whenRefused,
                () -> {
                    asked.incrementAndGet();
                    return answer.get();
                },
                outcomes::add);
    }

    private void onItsThread(Runnable task) {
        CompletableFuture<Void> ran = new CompletableFuture<>();
        control.execute(() -> {
            try {
                task.run();
            } finally {
                ran.complete(null);
            }
        });
        done(ran);
    }
}
