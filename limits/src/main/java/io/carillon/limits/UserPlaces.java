package io.carillon.limits;

import io.carillon.spi.ClusterValues;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections each user has: counted here, and, where the broker can, held in the cluster. Who has too many here is refused
 * without asking the broker. While the broker does not answer, what is counted here decides alone.
 *
 * <p><b>Threads.</b> Any thread may call; none blocks. Stages end on any thread, also one of the broker's driver.
 */
final class UserPlaces {
    /** How long the broker has: well below {@link io.carillon.jakarta.HandshakeGate#PATIENCE}. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(UserPlaces.class);
    private static final int RENEWALS = 3;
    private static final int STEPS = 16;

    private final ConcurrentMap<String, Integer> here = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final AtomicBoolean answers = new AtomicBoolean(true);
    private final int most;
    private final @Nullable ClusterValues values;
    private final Duration life;
    private final LimitsRuntime runtime;
    private final String token;

    UserPlaces(int most, LimitsOptions options, LimitsRuntime runtime) {
        this.most = most;
        this.values = options.values();
        this.life = options.placeLife();
        this.runtime = runtime;
        this.token = runtime.token();
    }

    /** A name that nobody else in the cluster has or had. */
    String newHolder() {
        return token + "." + last.incrementAndGet();
    }

    /** What stands for a user on the broker: always of one length. */
    String name(String user) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
            return "carillon.connections:"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    boolean takeHere(String user) {
        boolean[] taken = {true};
        here.compute(user, (name, count) -> {
            taken[0] = count == null || count < most;
            return count == null ? Integer.valueOf(1) : Integer.valueOf(taken[0] ? count + 1 : count);
        });
        return taken[0];
    }

    void giveBackHere(String user) {
        here.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }

    /** Takes a place in the cluster; true if it has one, or the cluster cannot be asked. */
    CompletionStage<Boolean> hold(String name, String holder) {
        ClusterValues asked = values;
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        if (asked == null) {
            held.complete(true);
            return held;
        }
        try {
            asked.hold(name, holder, most, life).whenComplete((got, failure) -> {
                if (got != null) {
                    answered();
                    held.complete(got);
                } else {
                    notAnswered(held);
                }
            });
        } catch (RuntimeException e) {
            notAnswered(held);
        }
        if (!held.isDone()) {
            LimitsRuntime.Timer timer = runtime.after(PATIENCE, () -> notAnswered(held));
            held.whenComplete((got, never) -> timer.cancel());
        }
        return held;
    }

    /** Keeps a place, also where the broker has lost it meanwhile. */
    void renew(String name, String holder) {
        ClusterValues asked = values;
        if (asked != null) {
            try {
                asked.hold(name, holder, Integer.MAX_VALUE, life);
            } catch (RuntimeException e) {
                LOG.debug("a place could not be renewed", e);
            }
        }
    }

    void release(String name, String holder) {
        ClusterValues asked = values;
        if (asked != null) {
            try {
                asked.release(name, holder);
            } catch (RuntimeException e) {
                LOG.debug("a place could not be released, and ends by itself", e);
            }
        }
    }

    /** Runs a task when a place is to be renewed; not for all who came together at the same moment. */
    LimitsRuntime.Timer whenDue(Runnable task) {
        long third = life.toNanos() / RENEWALS;
        return runtime.after(Duration.ofNanos(third - third / 4 * (last.get() % STEPS) / STEPS), task);
    }

    boolean areInCluster() {
        return values != null;
    }

    private void answered() {
        if (answers.compareAndSet(false, true)) {
            LOG.info("connections per user are limited in the whole cluster again");
        }
    }

    private void notAnswered(CompletableFuture<Boolean> held) {
        if (held.complete(true) && answers.compareAndSet(true, false)) {
            LOG.warn(
                    "the broker does not answer: connections per user are limited on this instance only, until it does");
        }
    }
}
