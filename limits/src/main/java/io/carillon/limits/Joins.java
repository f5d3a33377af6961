package io.carillon.limits;

import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.JoinResult;
import io.carillon.LimitExceededException;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.limits.JoinPolicy.Decision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a join goes through: the limits of its connection, the policy, the registry. A connection of another instance is looked up first,
 * for its user and its groups.
 */
final class Joins {
    private static final CompletableFuture<Decision> ALLOWED = CompletableFuture.completedFuture(Decision.ALLOWED);

    private final ConnectionRegistry registry;
    private final Limits limits;
    private final @Nullable AskedPolicy policy;

    Joins(ConnectionRegistry registry, Limits limits) {
        this.registry = registry;
        this.limits = limits;
        JoinPolicy asked = limits.options.joinPolicy();
        this.policy = asked == null ? null : new AskedPolicy(asked, limits.options.policyTime(), limits.runtime);
    }

    CompletionStage<JoinResult> join(ConnectionId id, String group) {
        Target.Group checked = new Target.Group(group);
        LimitedConnection here = limits.registered.get(id);
        return here == null ? joinElsewhere(id, checked.name()) : joinHere(here, checked.name());
    }

    CompletionStage<Void> leave(ConnectionId id, String group) {
        Target.Group checked = new Target.Group(group);
        LimitedConnection here = limits.registered.get(id);
        return here == null
                ? registry.leave(id, group)
                : inOrder(here, ALLOWED, () -> registry.leave(id, group), (done, failure) -> {
                    if (failure == null) {
                        here.groups().left(checked.name());
                    }
                });
    }

    CompletionStage<Void> leaveAll(ConnectionId id) {
        LimitedConnection here = limits.registered.get(id);
        return here == null
                ? registry.leaveAll(id)
                : inOrder(here, ALLOWED, () -> registry.leaveAll(id), (done, failure) -> {
                    if (failure == null) {
                        here.groups().leftAll();
                    }
                });
    }

    private CompletionStage<JoinResult> joinHere(LimitedConnection here, String group) {
        Limit over = here.groups().begin(group, limits.runtime.nanoTime());
        if (over != null) {
            return refused(over);
        }
        return inOrder(
                here,
                decide(here.connection().member(), group),
                () -> registry.join(here.connection().id(), group),
                (result, failure) -> here.groups().ended(group, failure == null));
    }

    private CompletionStage<JoinResult> joinElsewhere(ConnectionId id, String group) {
        Integer most = limits.options.groups();
        if (policy == null && most == null) {
            return registry.join(id, group);
        }
        Relay<JoinResult> relay = new Relay<>();
        registry.members(new Target.Connection(id), Page.Request.first(1))
                .thenCompose(found -> found.items().isEmpty()
                        ? Relay.<Decision>failed(
                                new UnknownConnectionException("connection " + id + " is not registered"))
                        : decide(found.items().get(0), group))
                .thenCompose(decision -> {
                    check(decision);
                    return most == null ? CompletableFuture.completedStage(false) : isOver(id, group, most);
                })
                .thenCompose(over -> over ? refused(Limit.GROUPS) : registry.join(id, group))
                .whenComplete(relay::end);
        return relay;
    }

    private CompletionStage<Boolean> isOver(ConnectionId id, String group, int most) {
        return registry.groups(id).thenApply(groups -> groups.size() >= most && !groups.contains(group));
    }

    private CompletableFuture<Decision> decide(Member member, String group) {
        return policy == null ? ALLOWED : policy.decide(member, group);
    }

    /** Does it when its turn has come and the policy allows it, and counts it before the caller knows. */
    private <T> CompletionStage<T> inOrder(
            LimitedConnection here,
            CompletableFuture<Decision> decision,
            Supplier<CompletionStage<T>> operation,
            BiConsumer<@Nullable T, @Nullable Throwable> counted) {
        Relay<T> relay = new Relay<>();
        BiConsumer<@Nullable T, @Nullable Throwable> end = (value, failure) -> {
            counted.accept(value, failure);
            relay.end(value, failure);
        };
        Runnable task = () -> {
            try {
                check(decision.join());
                operation.get().whenComplete(end);
            } catch (RuntimeException e) {
                end.accept(null, e);
            }
        };
        if (policy == null) {
            task.run();
        } else {
            here.order().then(decision, task);
        }
        return relay;
    }

    private void check(Decision decision) {
        if (decision.refusal().isPresent()) {
            limits.refused.count(Limit.JOIN_POLICY);
            throw new LimitExceededException(
                    "the join policy refuses: " + decision.refusal().get());
        }
    }

    private CompletionStage<JoinResult> refused(Limit limit) {
        return Relay.failed(passed(limit));
    }

    private LimitExceededException passed(Limit limit) {
        limits.refused.count(limit);
        LimitsOptions options = limits.options;
        return new LimitExceededException(
                switch (limit) {
                    case GROUPS -> "the connection is in " + options.groups() + " groups, which is the limit";
                    case NEW_GROUPS ->
                        "the connection joins more than " + options.newGroups()
                                + " new groups within a minute, which is the limit";
                    default ->
                        "this instance has more than " + options.instanceNewGroups()
                                + " new groups within a minute, which is the limit";
                });
    }
}
