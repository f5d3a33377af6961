package io.carillon.limits;

import io.carillon.Member;
import io.carillon.limits.JoinPolicy.Decision;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A policy that always answers, within its time, and whose failure is a refusal. */
final class AskedPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(AskedPolicy.class);

    private final JoinPolicy policy;
    private final Duration time;
    private final LimitsRuntime runtime;
    private final AtomicLong failures = new AtomicLong();

    AskedPolicy(JoinPolicy policy, Duration time, LimitsRuntime runtime) {
        this.policy = policy;
        this.time = time;
        this.runtime = runtime;
    }

    /** Ends on a thread of ours, never with a failure. */
    CompletableFuture<Decision> decide(Member member, String group) {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        CompletableFuture<Decision> decided = new CompletableFuture<>();
        LimitsRuntime.Timer timer =
                runtime.after(time, () -> answer.complete(refusal("it has not answered within " + time)));
        runtime.policies().execute(() -> ask(member, group, answer));
        answer.whenComplete((decision, never) -> {
            timer.cancel();
            runtime.callbacks().execute(() -> decided.complete(decision));
        });
        return decided;
    }

    private void ask(Member member, String group, CompletableFuture<Decision> answer) {
        if (answer.isDone()) {
            // It has waited too long for a thread.
            return;
        }
        try {
            policy.decide(member, group).whenComplete((decision, failure) -> {
                if (decision != null) {
                    answer.complete(decision);
                } else {
                    failed(failure, answer);
                }
            });
        } catch (Throwable e) {
            failed(e, answer);
        }
    }

    /** Said each time twice as rarely: while what it looks up is away, each join fails. */
    private void failed(@Nullable Throwable failure, CompletableFuture<Decision> answer) {
        long number = failures.incrementAndGet();
        if (Long.bitCount(number) == 1) {
            LOG.warn("a join policy has failed, so the join is refused, the {}. so far", number, failure);
        }
        answer.complete(refusal("it has failed"));
    }

    private static Decision refusal(String reason) {
        return new Decision(Optional.of(reason));
    }
}
