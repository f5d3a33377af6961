package io.carillon.local;

import io.carillon.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the store, given again as long as they are not too old. Whoever asks the same while an answer is on its way waits for
 * that one. An age is counted from the asking, so no answer is older than it says.
 *
 * @param <Q> what is asked of a target
 * @param <A> what is answered
 */
final class QueryCache<Q, A> {
    /** How much is kept: each answer counts as one, and all that it lists. */
    static final int MAX_ITEMS = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final HubRuntime runtime;
    private final long maxAge;
    private final ToIntFunction<A> size;
    /** Behind each target stand those about which something was asked of the store later. */
    private final Map<Target, Map<Q, Kept<A>>> kept = new LinkedHashMap<>();

    private int items;

    /** With a greatest age of zero nothing is kept. */
    QueryCache(HubRuntime runtime, Duration maxAge, ToIntFunction<A> size) {
        this.runtime = runtime;
        this.maxAge = maxAge.toNanos();
        this.size = size;
    }

    CompletionStage<A> ask(Target target, Q question, Supplier<CompletionStage<A>> store) {
        if (maxAge == 0) {
            return store.get();
        }
        Kept<A> mine = new Kept<>(runtime.nanoTime());
        lock.lock();
        try {
            Kept<A> there = kept.getOrDefault(target, Map.of()).get(question);
            if (there != null && !isOld(there)) {
                return there.answer;
            }
            keep(target, question, mine);
        } finally {
            lock.unlock();
        }
        store.get().whenComplete((answer, error) -> {
            answered(target, question, mine, answer);
            if (error == null) {
                mine.answer.complete(answer);
            } else {
                mine.answer.completeExceptionally(error);
            }
        });
        return mine.answer;
    }

    /** What is behind a target has changed: whatever was asked about it before is not given again. */
    void forget(Target target) {
        if (maxAge == 0) {
            return;
        }
        lock.lock();
        try {
            drop(kept.remove(target));
        } finally {
            lock.unlock();
        }
    }

    int items() {
        return items;
    }

    private void keep(Target target, Q question, Kept<A> mine) {
        Map<Q, Kept<A>> ofTarget = kept.remove(target);
        if (ofTarget == null) {
            ofTarget = new HashMap<>();
        }
        Kept<A> before = ofTarget.put(question, mine);
        items += mine.items - (before == null ? 0 : before.items);
        kept.put(target, ofTarget);
        dropOldest();
    }

    /** A failure is not kept, nor an answer about a target that has changed meanwhile. */
    @SuppressWarnings("ReferenceEquality") // this very one, and not a later one
    private void answered(Target target, Q question, Kept<A> mine, @Nullable A answer) {
        lock.lock();
        try {
            Map<Q, Kept<A>> ofTarget = kept.get(target);
            if (ofTarget == null || ofTarget.get(question) != mine) {
                return;
            }
            if (answer == null) {
                ofTarget.remove(question);
                items -= mine.items;
            } else {
                mine.items += size.applyAsInt(answer);
                items += size.applyAsInt(answer);
                dropOldest();
            }
        } finally {
            lock.unlock();
        }
    }

    private void dropOldest() {
        var oldest = kept.values().iterator();
        while (oldest.hasNext()) {
            Map<Q, Kept<A>> ofTarget = oldest.next();
            if (items <= MAX_ITEMS && !ofTarget.values().stream().allMatch(this::isOld)) {
                return;
            }
            oldest.remove();
            drop(ofTarget);
        }
    }

    private void drop(@Nullable Map<Q, Kept<A>> ofTarget) {
        if (ofTarget != null) {
            ofTarget.values().forEach(one -> items -= one.items);
        }
    }

    private boolean isOld(Kept<A> one) {
        return runtime.nanoTime() - one.asked > maxAge;
    }

    /** An answer that is there, or on its way. */
    private static final class Kept<A> {
        private final long asked;
        private final CompletableFuture<A> answer = new CompletableFuture<>();
        private int items = 1;

        Kept(long asked) {
            this.asked = asked;
        }
    }
}
