package io.carillon.redis.core;

import static io.carillon.redis.core.Text.text;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks the nodes of a Redis Cluster who serves which slot: at a slow pace, at once when something shows that it has changed, and soon again as long as
 * something is amiss. One inquiry at a time, node after node, until one says that the cluster works and is not behind what is known.
 *
 * <p>Everything but {@link #lookUp} runs on the thread of {@link Control}.
 */
final class SlotWatch {
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofMillis(250);

    private final RedisDriver driver;
    private final Inquiry inquiry;
    private final Control control;
    private final List<String> seeds;
    private final User user;
    private final Queue<String> hints = new ArrayDeque<>();
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private SlotMap known = SlotMap.NONE;
    private boolean asking;
    private boolean ended;
    private Runnable timer = () -> {};

    /** Who uses what is found. */
    interface User {
        /** The addresses of nodes that are known to be there; the best first. */
        Collection<String> nodes();

        /** Takes what was found; says whether all is well now. */
        boolean found(SlotMap map);

        /** All who have answered say that the cluster does not work. */
        void broken();

        /** Nobody has answered; says after what time to go on. */
        Duration notFound(String address, Throwable why);
    }

    SlotWatch(RedisDriver driver, Inquiry inquiry, Control control, List<String> seeds, User user) {
        this.driver = driver;
        this.inquiry = inquiry;
        this.control = control;
        this.seeds = seeds;
        this.user = user;
    }

    /**
     * From any thread.
     *
     * @param reply what a server has said, perhaps with the address of another that knows better
     * @return done when somebody was asked after this call
     */
    CompletableFuture<Void> lookUp(String reply) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        control.execute(() -> {
            if (ended) {
                done.complete(null);
                return;
            }
            String address = reply.substring(reply.lastIndexOf(' ') + 1);
            if (reply.startsWith("MOVED ") && address.matches(".+:\\d+") && !hints.contains(address)) {
                hints.add(address);
            }
            waiting.add(done);
            if (!asking) {
                begin();
            }
        });
        return done;
    }

    void end() {
        ended = true;
        timer.run();
        waiting.forEach(done -> done.complete(null));
        waiting.clear();
    }

    private void begin() {
        timer.run();
        asking = true;
        List<CompletableFuture<Void>> mine = waiting;
        waiting = new ArrayList<>();
        List<String> spread = new ArrayList<>(seeds);
        Collections.shuffle(spread);
        Set<String> candidates = new LinkedHashSet<>(hints);
        hints.clear();
        candidates.addAll(user.nodes());
        candidates.addAll(spread);
        next(candidates.iterator(), mine, null, null);
    }

    private void next(
            Iterator<String> candidates,
            List<CompletableFuture<Void>> mine,
            @Nullable SlotMap behind,
            @Nullable Failure failure) {
        if (!candidates.hasNext()) {
            if (behind != null && (behind.isOk() || known == SlotMap.NONE)) {
                done(mine, behind);
            } else if (behind != null || failure == null) {
                user.broken();
                settle(mine, SOON);
            } else {
                settle(mine, user.notFound(failure.address, failure.why));
            }
            return;
        }
        String address = candidates.next();
        read(address)
                .whenComplete((map, error) -> control.execute(() -> {
                    if (ended) {
                        mine.forEach(one -> one.complete(null));
                    } else if (map == null) {
                        next(candidates, mine, behind, new Failure(address, error));
                    } else if (map.isOk() && map.isNotBefore(known)) {
                        done(mine, map);
                    } else {
                        // All nodes may have begun anew; and one that says that the cluster is down is better than
                        // none, at the start.
                        boolean better = map.isOk() || known == SlotMap.NONE;
                        next(candidates, mine, better ? map : behind, failure);
                    }
                }));
    }

    private void done(List<CompletableFuture<Void>> mine, SlotMap map) {
        known = map;
        settle(mine, user.found(map) ? SLOW : SOON);
    }

    private void settle(List<CompletableFuture<Void>> mine, Duration pause) {
        asking = false;
        mine.forEach(one -> one.complete(null));
        if (ended) {
            return;
        }
        timer.run();
        timer = control.after(waiting.isEmpty() ? pause : Duration.ZERO, () -> {
            if (!asking && !ended) {
                begin();
            }
        });
    }

    private CompletableFuture<SlotMap> read(String address) {
        return inquiry.ask(
                        listener -> driver.open(address, RedisWire.Kind.COMMANDS, listener),
                        List.of(
                                new WireCommand("CLUSTER", List.of(text("INFO"))),
                                new WireCommand("CLUSTER", List.of(text("SLOTS")))))
                .thenApply(answers -> SlotMap.of(address, answers.get(0), answers.get(1)));
    }

    /**
     * Why a node has said nothing.
     *
     * @param address which
     * @param why what was wrong
     */
    private record Failure(String address, Throwable why) {}
}
