package io.carillon.health;

import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.spi.Backplane;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a service answers when it is asked whether it is well. It has no HTTP: put it behind whatever serves yours.
 *
 * <table>
 * <caption>Which for what</caption>
 * <tr><td>{@link #live()}</td><td>{@code GET /health/live}: restart the process if not</td></tr>
 * <tr><td>{@link #ready()}</td><td>{@code GET /health/ready}: send it no new clients if not</td></tr>
 * <tr><td>{@link #check()}</td><td>{@code GET /health}: for people</td></tr>
 * <tr><td>{@link #deepCheck()}</td><td>now and then: tries what clients need, from end to end</td></tr>
 * </table>
 *
 * <p><b>Guarantees.</b> Every answer comes within the patience, whatever the broker does. Whoever asks while a question to the broker is under way
 * gets the same answer, so strangers who ask often cost the broker little.
 *
 * <p><b>Threads.</b> Any thread may call; none blocks. Stages end on threads of the registry, of the backplane, or of a timer: do not block there.
 */
public final class HealthCheck {
    /** How long the broker has for its answer: 2 s. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(2);

    /** Nobody is subscribed to it: the broker's word that it has the message is all that is wanted. */
    private static final Subject NOWHERE = Subject.application("carillon.health");

    private final ConnectionRegistry registry;
    private final Backplane backplane;
    private final Duration patience;
    private final long begun = System.nanoTime();
    private final AtomicReference<@Nullable CompletableFuture<HealthReport>> checking = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<DeepReport>> deepChecking = new AtomicReference<>();

    /**
     * A check with the default patience.
     *
     * @param registry the registry of this instance
     * @param backplane what it shares with the others
     */
    public HealthCheck(ConnectionRegistry registry, Backplane backplane) {
        this(registry, backplane, DEFAULT_PATIENCE);
    }

    /**
     * A check.
     *
     * @param registry the registry of this instance
     * @param backplane what it shares with the others
     * @param patience how long an answer may take, for each step of a deep check; more than zero
     * @throws IllegalArgumentException if the patience is not more than zero
     */
    public HealthCheck(ConnectionRegistry registry, Backplane backplane, Duration patience) {
        if (patience.isZero() || patience.isNegative()) {
            throw new IllegalArgumentException("the patience is " + patience + ", expected more than zero");
        }
        this.registry = registry;
        this.backplane = backplane;
        this.patience = patience;
    }

    /**
     * Whether the process works at all. A broker that is away is no reason to restart it: its connections are still open.
     *
     * @return true
     */
    public boolean live() {
        return true;
    }

    /**
     * Whether new clients are welcome.
     *
     * @return what the registry says, without asking anybody
     */
    public Health ready() {
        return registry.health();
    }

    /**
     * How this instance is, with the time that the broker takes to answer now.
     *
     * @return failed only if the registry throws
     */
    public CompletionStage<HealthReport> check() {
        return shared(checking, this::askBroker).minimalCompletionStage();
    }

    /**
     * Tries what clients need, from end to end: publishes to itself, has a connection of its own taken in, and sends it a message. For that
     * moment the connection is counted like any other; it has the attribute {@value Probe#ATTRIBUTE}, no user, and is in no group.
     *
     * @return failed only if the registry throws
     */
    public CompletionStage<DeepReport> deepCheck() {
        return shared(deepChecking, () -> new DeepCheck(registry, backplane, patience).run())
                .minimalCompletionStage();
    }

    private CompletableFuture<HealthReport> askBroker() {
        Instant now = Instant.now();
        long asked = System.nanoTime();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try {
            backplane.pubSub().publish(NOWHERE, new byte[0]).whenComplete((done, error) -> {
                if (error == null) {
                    answer.complete(null);
                } else {
                    answer.completeExceptionally(error);
                }
            });
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS).handle((done, error) -> {
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            Health health = registry.health();
            Optional<String> problem =
                    health.reason().or(() -> Optional.ofNullable(error).map(Problems::inWords));
            return new HealthReport(
                    health.ready() && error == null,
                    now,
                    error == null ? Optional.of(took) : Optional.empty(),
                    problem,
                    registry.localCount(),
                    registry.connections()
                            .flatMap(connection -> connection.user().stream())
                            .distinct()
                            .count(),
                    Duration.ofNanos(System.nanoTime() - begun));
        });
    }

    /** What is under way already, or begins now. */
    private static <T> CompletableFuture<T> shared(
            AtomicReference<@Nullable CompletableFuture<T>> place, Supplier<CompletableFuture<T>> begin) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> first = place.compareAndExchange(null, mine);
        if (first != null) {
            return first;
        }
        CompletableFuture<T> begun;
        try {
            begun = begin.get();
        } catch (Throwable e) { // of a registry of somebody else's; the next who asks must not wait for this one
            begun = CompletableFuture.failedFuture(e);
        }
        begun.whenComplete((report, error) -> {
            place.set(null);
            if (error == null) {
                mine.complete(report);
            } else {
                mine.completeExceptionally(error);
            }
        });
        return mine;
    }
}
