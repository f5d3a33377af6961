package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.Gap;
import io.carillon.InstanceId;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a hub, how they are put together, and how they start and end together. */
final class Instance {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
    private static final Target EVERYONE = new Target.Everyone();

    final InstanceId id;
    final PubSubSystem pubSub;
    final MembershipStore store;
    final Registrations registrations;
    final Commands commands;
    final Publisher publisher;
    final Watch watch;
    final Callers callers;

    private final Lanes lanes;
    private final Interests interests;
    private final LeaseKeeper leases;
    private final Reconciliation reconciliation;
    private final Sweeper sweeper;
    private final LocalFanOut fanOut;
    private final Streams streams;
    private final Beacons beacons;
    private final Events events;
    private final Consumer<Gap> gaps;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    Instance(HubOptions options, Backplane backplane, HubRuntime runtime) {
        Duration timeout = options.operationTimeout();
        GuardedBackplane guarded = new GuardedBackplane(backplane, runtime, timeout);
        this.id = new InstanceId(options.name() + "." + runtime.token());
        this.pubSub = guarded;
        this.store = guarded;
        this.events = new Events(options.listener(), runtime);
        this.gaps = events::gap;
        this.lanes = new Lanes(runtime, options.lanes(), options.laneMessages(), options.laneBytes());
        this.interests = new Interests(pubSub, runtime, options.linger(), this::received);
        this.leases = new LeaseKeeper(id, store, runtime, options.lease(), this::leaseTaken);
        this.reconciliation = new Reconciliation(store, leases, runtime, events);
        this.registrations = new Registrations(store, leases, interests, reconciliation);
        this.sweeper =
                new Sweeper(store, leases, runtime, events, options.lease().dividedBy(2));
        this.commands = new Commands(id, pubSub, store, registrations, timeout);
        this.fanOut = new LocalFanOut(id, registrations.connections(), interests);
        this.streams = new Streams(pubSub);
        this.publisher = new Publisher(id, streams);
        this.watch = new Watch(pubSub, Commands.inbox(id), runtime, events, this::linkReturned);
        this.callers = new Callers(runtime, timeout, watch);
        this.beacons = new Beacons(id, pubSub, backplane.maxMessageBytes(), runtime, streams, interests, lanes, gaps);
    }

    /** Done when its place in the cluster and its subscriptions are confirmed. */
    CompletableFuture<Void> start() {
        Subject inbox = Commands.inbox(id);
        CompletableFuture<Void> started = leases.start()
                .thenCompose(lease -> keep(pubSub.subscribe(inbox, this::receivedInInbox)))
                .thenCompose(listening -> keep(pubSub.respond(inbox, commands::answer)))
                .thenCompose(listening -> keep(pubSub.subscribe(Subject.EVERYONE, this::receivedForEveryone)))
                .toCompletableFuture()
                .copy();
        started.thenRun(() -> {
            sweeper.start();
            reconciliation.start(registrations.connections().values());
            beacons.start();
            watch.start();
            LOG.info("Instance {} is in the cluster", id);
        });
        return started;
    }

    /** Leaves the cluster, without blocking; the same stage for all who ask. */
    CompletableFuture<Void> end() {
        if (ending.compareAndSet(false, true)) {
            callers.close();
            registrations.close();
            registrations.connections().values().forEach(connection -> connection.disconnect(CloseReason.GOING_AWAY));
            reconciliation.close();
            sweeper.close();
            beacons.close();
            watch.close();
            Lease lease = leases.close();
            unsubscribe()
                    .handle((unsubscribed, error) ->
                            lease == null ? CompletableFuture.<Void>completedStage(null) : sweeper.purge(lease))
                    .thenCompose(purged -> purged)
                    .whenComplete((purged, error) -> {
                        if (error == null) {
                            LOG.info("Instance {} has left the cluster", id);
                            ended.complete(null);
                        } else {
                            ended.completeExceptionally(Operation.unwrap(error));
                        }
                    });
        }
        return ended;
    }

    private CompletableFuture<Void> unsubscribe() {
        List<Subscription> all = new ArrayList<>(interests.close());
        all.addAll(subscriptions);
        return CompletableFuture.allOf(all.stream()
                .map(subscription -> subscription.close().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletionStage<Void> keep(CompletionStage<Subscription> subscribed) {
        return subscribed.thenAccept(subscription -> {
            subscriptions.add(subscription);
            if (ending.get()) {
                subscription.close();
            }
        });
    }

    /** What was written under an earlier lease is dead. */
    private void leaseTaken(Lease lease) {
        streams.epoch(lease.epoch());
        reconciliation.assertAll(registrations.connections().values());
    }

    /** What others published meanwhile is missed; what others wrote of themselves may have expired with their leases. */
    private void linkReturned() {
        leases.interrupted();
        leases.check();
        reconciliation.assertAll(registrations.connections().values());
        events.resync(EVERYONE);
        interests.forEach(events::resync);
    }

    // On the driver's thread: no work here.

    private void received(Interest interest, byte[] payload) {
        Target target = interest.target();
        lanes.offer(target, payload.length, () -> fanOut.deliver(target, interest.sequences(gaps), payload));
    }

    /** The inbox shares a lane with what is for everyone. */
    private void receivedInInbox(byte[] payload) {
        if (Watch.isProbe(payload)) {
            watch.probeReturned();
        } else {
            lanes.offer(EVERYONE, payload.length, () -> fanOut.deliver(null, beacons.inbox, payload));
        }
    }

    private void receivedForEveryone(byte[] payload) {
        lanes.offer(EVERYONE, payload.length, () -> {
            if (Beacon.isBeacon(payload)) {
                beacons.received(payload);
            } else {
                fanOut.deliver(EVERYONE, beacons.everyone, payload);
            }
        });
    }
}
