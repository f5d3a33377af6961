package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.LimitExceededException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class OperationQueueTest {
    private final OperationQueue queue = new OperationQueue(new ReentrantLock());
    private final List<String> begun = new ArrayList<>();

    @Test
    void oneOperationBeginsWhenTheOneBeforeHasEnded() {
        CompletableFuture<Void> first = queue.add(attempt -> begin("first", attempt));
        CompletableFuture<Void> second = queue.add(attempt -> begin("second", attempt));
        assertThat(begun).containsExactly("first");
        first.complete(null);
        assertThat(begun).containsExactly("first", "second");
        second.complete(null);
        queue.add(attempt -> begin("third", attempt));
        assertThat(begun).containsExactly("first", "second", "third");
    }

    @Test
    void aFailedOperationMakesRoomToo() {
        CompletableFuture<Void> first = queue.add(attempt -> begin("first", attempt));
        queue.add(attempt -> begin("second", attempt));
        first.completeExceptionally(new IllegalStateException());
        assertThat(begun).containsExactly("first", "second");
    }

    @Test
    void anOperationWhoseTimeRanOutWhileItWaitedNeverBegins() {
        CompletableFuture<Void> first = queue.add(attempt -> begin("first", attempt));
        CompletableFuture<Void> second = queue.add(attempt -> begin("second", attempt));
        CompletableFuture<Void> third = queue.add(attempt -> begin("third", attempt));
        second.completeExceptionally(new IllegalStateException("time is up"));
        first.complete(null);
        assertThat(begun).containsExactly("first", "third");
        assertThat(third).isNotDone();
    }

    @Test
    void aLongQueueRunsWithoutADeepStack() {
        CompletableFuture<Void> first = queue.add(attempt -> begin("first", attempt));
        for (int i = 0; i < OperationQueue.MAX_WAITING; i++) {
            queue.<Void>add(attempt -> {
                begun.add("x" + Thread.currentThread().getStackTrace().length);
                attempt.complete(null);
                return attempt;
            });
        }
        first.complete(null);
        assertThat(begun).hasSize(1 + OperationQueue.MAX_WAITING);
        assertThat(new ArrayList<>(begun.subList(1, begun.size()))).containsOnly(begun.get(1));
    }

    @Test
    void aFullQueueRefusesTheNext() {
        queue.add(attempt -> attempt);
        for (int i = 0; i < OperationQueue.MAX_WAITING; i++) {
            queue.add(attempt -> attempt);
        }
        assertThatThrownBy(() -> queue.<Void>add(attempt -> attempt).join())
                .hasCauseInstanceOf(LimitExceededException.class);
    }

    @Test
    void theNextOneWaitsForTheEndAndNotForTheCallersTime() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> first = queue.add(attempt -> end);
        queue.add(attempt -> begin("second", attempt));
        first.completeExceptionally(new IllegalStateException("the caller's time is up"));
        assertThat(begun).isEmpty();
        end.complete(null);
        assertThat(begun).containsExactly("second");
    }

    @Test
    void whatMustBeDoneIsDoneThoughTheQueueIsFullAndTheCallerHasGone() {
        CompletableFuture<Void> first = queue.add(attempt -> attempt);
        for (int i = 0; i < OperationQueue.MAX_WAITING; i++) {
            queue.add(attempt -> attempt).cancel(false);
        }
        queue.addAlways(attempt -> begin("clearing up", attempt)).cancel(false);
        first.complete(null);
        assertThat(begun).containsExactly("clearing up");
    }

    @Test
    void anOperationThatThrowsMakesRoomToo() {
        CompletableFuture<Void> first = queue.add(attempt -> {
            throw new IllegalStateException("broken on purpose");
        });
        queue.add(attempt -> begin("second", attempt));
        assertThat(first).isCompletedExceptionally();
        assertThat(begun).containsExactly("second");
    }

    private <T> CompletableFuture<T> begin(String name, CompletableFuture<T> attempt) {
        begun.add(name);
        return attempt;
    }
}
