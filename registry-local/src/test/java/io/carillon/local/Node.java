package io.carillon.local;

import io.carillon.Audience;
import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.LeaseLostException;
import io.carillon.LimitExceededException;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryClosedException;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.faults.FaultyBackplane;
import io.carillon.spi.MembershipStore.Change;
import io.carillon.spi.MembershipStore.Departure;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One instance of the simulated cluster: its process, its link, its hub, and the application on it. */
final class Node implements RegistryListener {
    static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int QUEUE_BYTES = 600;
    private static final int[] LANE_MESSAGES = {2, 10, 1_000};
    private static final long LANE_BYTES = 10_000;
    static final Duration HALF_OPEN = Duration.ofSeconds(2);
    static final Duration SLOW = Duration.ofSeconds(7);
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

    final Reports reports;
    final Told told = new Told();
    private final Random chance;
    final OutagePolicy policy;
    private Duration longest = QUICK;
    /** What was sent before it became quicker may still be on its way, and what comes behind it waits. */
    private long slowUntil;

    /** When its lanes had last dropped no more than so many. */
    private final NavigableMap<Long, Long> droppedAt = new TreeMap<>();
    /** How many they had dropped when it was last told of a target. */
    private final Map<Target, Long> droppedBefore = new HashMap<>();

    private long brokenSince;

    @Nullable
    Health health;
    /** What the application waits for. */
    final Set<Call<?>> calls = new LinkedHashSet<>();

    private final List<Runnable> abandoned = new ArrayList<>();
    private final Simulation simulation;
    private final Model model;

    @Nullable
    Hub hub;

    Link link = Link.WHOLE;
    /** Whether the link was lost by a fault of the broker, which is nobody's trouble but everybody's. */
    private boolean faultless;

    /** Whether it was paused with everybody else. */
    private boolean suspended;

    boolean impaired;
    boolean draining;
    boolean ending;
    /** When it last had a trouble of its own; that of the broker is everybody's. */
    private long troubledAt;

    Node(Simulation simulation, Model model, InMemoryBackplane broker, String name, long seed) {
        this.simulation = simulation;
        this.model = model;
        this.name = name;
        this.runtime = simulation.time.runtime(name);
        this.atBroker = atBroker(broker);
        this.backplane = FaultyBackplane.over(atBroker, simulation.brokerTime::after, runtime.serial("driver"), seed);
        backplane.delay(QUICK);
        this.atHub = atHub();
        this.reports = new Reports(model);
        this.chance = new Random(seed);
        this.policy = policy();
        troubled();
    }

    private Tap atBroker(InMemoryBackplane broker) {
        return new Tap(broker, simulation.time::now) {
            @Override
            void published(Subject subject, byte[] payload, CompletionStage<Void> outcome) {
                model.reached(payload, simulation.time.now());
            }

            @Override
            void added(ConnectionId id, Set<Target> targets, Change change, long begun) {
                simulation.ledger.added(id, targets, change);
            }

            @Override
            void removed(ConnectionId id, Change change, long begun) {
                simulation.ledger.removed(id, change);
            }

            @Override
            void purged(List<Departure> departures, long begun) {
                simulation.ledger.purged(departures);
            }
        };
    }

    private Tap atHub() {
        return new Tap(backplane, runtime::nanoTime) {
            @Override
            void published(Subject subject, byte[] payload, CompletionStage<Void> outcome) {
                model.published(subject, payload, outcome, simulation.time.now());
            }

            @Override
            void added(ConnectionId id, Set<Target> targets, Change change, long begun) {
                told.added(id, targets, change, isInTime(begun));
                Client client = model.find(id);
                if (client != null && isInTime(begun)) {
                    client.confirm(targets);
                }
            }

            @Override
            void unanswered(ConnectionId id, Set<Target> targets) {
                told.unanswered(id, targets);
            }

            @Override
            void removed(ConnectionId id, Change change, long begun) {
                told.removed(change, isInTime(begun));
            }

            @Override
            void purged(List<Departure> departures, long begun) {
                told.purged(departures, id -> simulation.ownerOf(id) == Node.this, isInTime(begun));
            }
        };
    }

    private boolean isInTime(long begun) {
        return runtime.nanoTime() - begun < TIMEOUT.toNanos();
    }

    private OutagePolicy policy() {
        return switch (chance.nextInt(4)) {
            case 0 -> OutagePolicy.LOCAL_ONLY;
            case 1 -> OutagePolicy.queue(QUEUE_BYTES, Duration.ofSeconds(3 + chance.nextInt(20)));
            default -> OutagePolicy.FAIL;
        };
    }

    void pause() {
        troubled();
        suspended = false;
        runtime.pause();
    }

    /** Through no fault of its own. */
    void suspend() {
        suspended = true;
        runtime.pause();
    }

    void cut() {
        troubled();
        loseLink();
        faultless = false;
    }

    /** Through no fault of its own. */
    void loseLink() {
        broken();
        faultless = true;
        link = Link.CUT;
        backplane.cut();
    }

    void stall() {
        troubled();
        if (link == Link.WHOLE) {
            broken();
            faultless = false;
            link = Link.STALLED;
            backplane.stall();
        }
    }

    private void broken() {
        brokenSince = runtime.nanoTime();
        long now = simulation.time.now();
        reports.broken(now, now < slowUntil ? SLOW : longest);
    }

    void delay(Duration time) {
        if (time.compareTo(longest) < 0) {
            slowUntil = simulation.time.now() + longest.toNanos();
        }
        longest = time;
        backplane.delay(time);
    }

    /** Mends the link only. */
    void restore() {
        link = Link.WHOLE;
        reports.mended(simulation.time.now());
        backplane.restore();
    }

    void heal() {
        link = Link.WHOLE;
        impaired = false;
        reports.mended(simulation.time.now());
        backplane.heal();
        delay(QUICK);
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
                        .laneCapacity(LANE_MESSAGES[chance.nextInt(LANE_MESSAGES.length)], LANE_BYTES)
                        .outagePolicy(policy)
                        .brokerRequired(chance.nextInt(3) > 0)
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
        return (runtime.isPaused() && !suspended)
                || (link != Link.WHOLE && !faultless)
                || impaired
                || simulation.time.now() - troubledAt < TROUBLED.toNanos();
    }

    /** A dead link is found out, whether it says so or not, and what waits is bounded. */
    void check() {
        if (hub == null || ending) {
            return;
        }
        if (link != Link.WHOLE
                && isAwake()
                && !runtime.wasPausedSince(brokenSince)
                && runtime.nanoTime() - brokenSince > HALF_OPEN.toNanos()
                && hub.health().ready()) {
            model.fail(this + " is ready, but its link is broken");
        }
        Bounds.check(hub);
        if (!runtime.isPaused() && !runtime.wasPausedSince(runtime.nanoTime() - HALF_OPEN.toNanos())) {
            droppedAt.put(Bounds.dropped(hub), simulation.time.now());
        }
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
    public void unsent(Audience audience, Message message) {
        Sent sent = model.sent(message);
        if (sent.result != Sent.Result.QUEUED || sent.published) {
            model.fail(name + " says unsent of " + sent);
        }
        sent.result = Sent.Result.UNSENT;
    }

    @Override
    public void healthChanged(Health now) {
        if (now.equals(health)) {
            model.fail(name + " says twice that it is " + now);
        }
        health = now;
    }

    @Override
    public void connected(Member member) {
        told.came(member.id(), new Target.Everyone());
    }

    @Override
    public void joined(Member member, String group) {
        told.came(member.id(), new Target.Group(group));
    }

    @Override
    public void left(Member member, String group) {
        told.went(member.id(), new Target.Group(group));
    }

    @Override
    public void online(String user) {
        told.flipped(true, user);
    }

    @Override
    public void offline(String user) {
        told.flipped(false, user);
    }

    @Override
    public void resync(Target target) {
        long now = simulation.time.now();
        long dropped = hub == null ? 0 : Bounds.dropped(hub);
        Long before = droppedBefore.put(target, dropped);
        boolean overflow = dropped > (before == null ? 0 : before);
        if (overflow) {
            var clean = droppedAt.floorEntry(before == null ? 0 : before);
            reports.overflowed(target, clean == null ? 0 : clean.getValue() - SLOW.toNanos(), now);
        }
        reports.resync(target, now, overflow);
    }

    @Override
    public void disconnected(Member member) {
        told.went(member.id(), new Target.Everyone());
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
