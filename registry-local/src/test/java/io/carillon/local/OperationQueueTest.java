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
        CompletableFuture<Void> first = queue.add(attempt -> begun.add("first"));
        CompletableFuture<Void> second = queue.add(attempt -> begun.add("second"));
        assertThat(begun).containsExactly("first");
        first.complete(null);
        assertThat(begun).containsExactly("first", "second");
        second.complete(null);
        queue.add(attempt -> begun.add("third"));
        assertThat(begun).containsExactly("first", "second", "third");
    }

    @Test
    void aFailedOperationMakesRoomToo() {
        CompletableFuture<Void> first = queue.add(attempt -> begun.add("first"));
        queue.add(attempt -> begun.add("second"));
        first.completeExceptionally(new IllegalStateException());
        assertThat(begun).containsExactly("first", "second");
    }

    @Test
    void anOperationWhoseTimeRanOutWhileItWaitedNeverBegins() {
        CompletableFuture<Void> first = queue.add(attempt -> begun.add("first"));
        CompletableFuture<Void> second = queue.add(attempt -> begun.add("second"));
        CompletableFuture<Void> third = queue.add(attempt -> begun.add("third"));
        second.completeExceptionally(new IllegalStateException("time is up"));
        first.complete(null);
        assertThat(begun).containsExactly("first", "third");
        assertThat(third).isNotDone();
    }

    @Test
    void aLongQueueRunsWithoutADeepStack() {
        CompletableFuture<Void> first = queue.add(attempt -> begun.add("first"));
        for (int i = 0; i < OperationQueue.MAX_WAITING; i++) {
            queue.<Void>add(attempt -> {
                begun.add("x" + Thread.currentThread().getStackTrace().length);
                attempt.complete(null);
            });
        }
        first.complete(null);
        assertThat(begun).hasSize(1 + OperationQueue.MAX_WAITING);
        assertThat(new ArrayList<>(begun.subList(1, begun.size()))).containsOnly(begun.get(1));
    }

    @Test
    void aFullQueueRefusesTheNext() {
        queue.add(attempt -> {});
        for (int i = 0; i < OperationQueue.MAX_WAITING; i++) {
            queue.add(attempt -> {});
        }
        assertThatThrownBy(() -> queue.<Void>add(attempt -> {}).join())
                .hasCauseInstanceOf(LimitExceededException.class);
    }
}
