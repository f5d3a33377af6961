package io.carillon.local;

import io.carillon.BackplaneUnavailableException;
import io.carillon.Gap;
import io.carillon.LeaseLostException;
import io.carillon.LimitExceededException;
import io.carillon.Member;
import io.carillon.RegistryClosedException;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.faults.FaultyBackplane;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One instance of the simulated cluster: its process, its link, its hub, and the application on it. */
final class Node implements RegistryListener {
    static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration QUICK = Duration.ofMillis(3);
    private static final Duration TROUBLED = Duration.ofSeconds(30);

    enum Link {
        WHOLE,
        CUT,
        STALLED
    }

    final String name;
    final SimulatedRuntime runtime;
    /** What the broker does for this instance. */
    final Tap atBroker;

    final FaultyBackplane backplane;
    /** What its hub does. */
    private final Tap atHub;

    final Reports reports = new Reports();
    /** What the application waits for. */
    final Set<Call<?>> calls = new LinkedHashSet<>();

    private final List<Runnable> abandoned = new ArrayList<>();
    private final Simulation simulation;
    private final Model model;

    @Nullable
    Hub hub;

    Link link = Link.WHOLE;
    boolean impaired;
    boolean ending;
    /** When it last had a trouble of its own; that of the broker is everybody's. */
    private long troubledAt;

    Node(Simulation simulation, Model model, InMemoryBackplane broker, String name, long seed) {
        this.simulation = simulation;
        this.model = model;
        this.name = name;
        this.runtime = simulation.time.runtime(name);
        this.atBroker = new Tap(broker);
        this.backplane = FaultyBackplane.over(atBroker, simulation.brokerTime::after, runtime.serial("driver"), seed);
        backplane.delay(QUICK);
        this.atHub = new Tap(backplane) {
            @Override
            void published(Subject subject, byte[] payload) {
                model.published(subject, payload);
            }
        };
        troubled();
    }

    void cut() {
        troubled();
        link = Link.CUT;
        backplane.cut();
    }

    void stall() {
        troubled();
        link = Link.STALLED;
        backplane.stall();
    }

    /** Mends the link only. */
    void restore() {
        link = Link.WHOLE;
        backplane.restore();
    }

    void heal() {
        link = Link.WHOLE;
        impaired = false;
        backplane.heal();
        backplane.delay(QUICK);
    }

    void start() {
        track(
                "start",
                Hub.builder()
                        .backplane(atHub)
                        .name(name)
                        .listener(this)
                        .lease(Simulation.LEASE)
                        .linger(Simulation.LINGER)
                        .operationTimeout(TIMEOUT)
                        .lanes(3)
                        .start(runtime),
                call -> {
                    if (call.error == null) {
                        hub = call.value;
                        model.log(name + " is " + call.value.instanceId());
                    } else {
                        model.log(name + " did not start: " + call.error);
                        simulation.crash(this);
                    }
                });
    }

    boolean isUp() {
        return hub != null && !ending && !runtime.isDead();
    }

    /** Whether its application can do anything now. */
    boolean isAwake() {
        return isUp() && !runtime.isPaused();
    }

    void troubled() {
        troubledAt = simulation.time.now();
    }

    boolean isTroubled() {
        return runtime.isPaused()
                || link != Link.WHOLE
                || impaired
                || simulation.time.now() - troubledAt < TROUBLED.toNanos();
    }

    /** Every stage ends, once, and in time. */
    <T> void track(String what, CompletionStage<T> stage, Consumer<Call<T>> ended) {
        Call<T> call = new Call<>(what);
        calls.add(call);
        long begun = runtime.nanoTime();
        stage.whenComplete((value, error) -> {
            if (ending) {
                return;
            }
            if (!calls.remove(call)) {
                model.fail(name + ": " + what + " ended twice");
            }
            if (!runtime.wasPausedSince(begun) && runtime.nanoTime() - begun > TIMEOUT.toNanos()) {
                model.fail(name + ": " + what + " took too long");
            }
            call.value = value;
            call.error = error == null ? null : Operation.unwrap(error);
            ended.accept(call);
        });
    }

    /** What becomes of a call when its caller dies. */
    void abandonLater(Runnable action) {
        abandoned.add(action);
    }

    void abandonAll() {
        calls.clear();
        abandoned.forEach(Runnable::run);
        abandoned.clear();
    }

    static boolean saysNothingHappened(Throwable error) {
        return error instanceof BackplaneUnavailableException
                || error instanceof LimitExceededException
                || error instanceof LeaseLostException
                || error instanceof RegistryClosedException;
    }

    @Override
    public void gap(Gap gap) {
        reports.gap(gap, simulation.time.now());
    }

    @Override
    public void resync(Target target) {
        reports.resync(target, simulation.time.now());
    }

    @Override
    public void disconnected(Member member) {
        Node owner = simulation.ownerOf(member.id());
        if (owner != null && owner != this && owner.isUp() && !owner.isTroubled() && model.isRegistered(member.id())) {
            model.fail(name + " has swept the living " + member.id());
        }
    }

    @Override
    public String toString() {
        return name + (link == Link.WHOLE ? "" : " " + link) + (runtime.isPaused() ? " paused" : "");
    }

    /** Something that the application waits for. */
    static final class Call<T> {
        private final String what;
        T value;

        @Nullable
        Throwable error;

        Call(String what) {
            this.what = what;
        }

        @Override
        public String toString() {
            return what;
        }
    }
}
