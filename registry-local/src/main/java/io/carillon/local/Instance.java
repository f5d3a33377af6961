package io.carillon.local;

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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a hub, how they are put together, and how they start and end together. */
final class Instance {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
    private static final Target EVERYONE = new Target.Everyone();
    /** Up to twice this, so that instances that start together do not try together. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    final InstanceId id;
    final PubSubSystem pubSub;
    final MembershipStore store;
    final Registrations registrations;
    final Commands commands;
    final Publisher publisher;
    final Watch watch;
    final Callers callers;
    final Outage outage;
    final Interests interests;

    private final HubRuntime runtime;
    private final boolean brokerRequired;
    private final Memberships memberships;
    private final @Nullable SendQueue queue;
    private final LeaseKeeper leases;
    private final Reconciliation reconciliation;
    private final Sweeper sweeper;
    private final Inbound inbound;
    private final Streams streams;
    private final Beacons beacons;
    private final Events events;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    Instance(HubOptions options, Backplane backplane, HubRuntime runtime) {
        Duration timeout = options.operationTimeout();
        GuardedBackplane guarded = new GuardedBackplane(backplane, runtime, timeout, options.queryCache());
        this.id = new InstanceId(options.name() + "." + runtime.token());
        this.pubSub = guarded;
        this.store = guarded;
        this.events = new Events(options.listeners(), runtime);
        Lanes lanes = new Lanes(runtime, options.lanes(), options.laneMessages(), options.laneBytes(), events);
        this.runtime = runtime;
        this.brokerRequired = options.brokerRequired();
        this.watch = new Watch(pubSub, Commands.inbox(id), runtime, events, this::linkReturned, this::brokerAnswered);
        this.outage = new Outage(options.outagePolicy(), watch);
        this.interests = new Interests(pubSub, runtime, options.linger(), this::received, events::resync);
        this.leases = new LeaseKeeper(id, store, runtime, options.lease(), this::leaseTaken);
        this.reconciliation = new Reconciliation(store, leases, runtime, events);
        this.memberships = new Memberships(store, leases, interests, reconciliation, outage);
        this.registrations = new Registrations(memberships);
        this.sweeper =
                new Sweeper(store, leases, runtime, events, options.lease().dividedBy(2));
        this.commands = new Commands(id, pubSub, store, registrations, timeout, events);
        this.streams = new Streams(pubSub);
        this.beacons = new Beacons(id, pubSub, backplane.maxMessageBytes(), runtime, streams, interests, lanes, events);
        LocalFanOut fanOut = new LocalFanOut(id, registrations.connections(), interests, events);
        this.inbound = new Inbound(lanes, fanOut, interests, beacons, watch, events);
        this.queue = options.outagePolicy() instanceof OutagePolicy.Queue bounds
                ? new SendQueue(bounds, runtime, streams, events)
                : null;
        this.publisher = new Publisher(
                id, streams, watch, options.outagePolicy(), queue, inbound::deliverHere, backplane.maxMessageBytes());
        this.callers = new Callers(runtime, timeout, watch);
    }

    /** Done when its place in the cluster and its subscriptions are confirmed; at once, if the broker need not be there. */
    CompletableFuture<Void> start() {
        CompletableFuture<Void> started = enter();
        started.thenRun(this::begin);
        if (brokerRequired) {
            return started;
        }
        started.exceptionally(error -> {
            LOG.warn("Instance {} starts without the broker, and tries again: {}", id, error.toString());
            enterLater();
            return null;
        });
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> enter() {
        Subject inbox = Commands.inbox(id);
        CompletionStage<?> leased =
                leases.current() == null ? leases.start() : CompletableFuture.<Void>completedStage(null);
        return leased.thenCompose(lease -> keep(pubSub.subscribe(inbox, inbound.forInbox())))
                .thenCompose(listening -> keep(pubSub.respond(inbox, commands::answer)))
                .thenCompose(listening -> keep(pubSub.subscribe(Subject.EVERYONE, inbound.forEveryone())))
                .toCompletableFuture()
                .copy();
    }

    /** Again and again until the broker lets it in. */
    private void enterLater() {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        runtime.after(
                RETRY.plus(RETRY.multipliedBy((long) (100 * runtime.random())).dividedBy(100)), () -> {
                    if (!ending.get()) {
                        enter().whenComplete((done, error) -> {
                            if (error != null) {
                                enterLater();
                            } else {
                                begin();
                                linkReturned();
                            }
                        });
                    }
                });
    }

    private void begin() {
        if (ending.get()) {
            return;
        }
        sweeper.start();
        reconciliation.start(registrations.connections().values());
        beacons.start();
        watch.start();
        LOG.info("Instance {} is in the cluster", id);
    }

    /** Takes in nobody, and lets go of everybody; the same stage for all who ask. */
    CompletableFuture<Void> drain(Duration within) {
        if (draining.compareAndSet(false, true)) {
            LOG.info("Instance {} is draining", id);
            watch.leave();
            registrations.refuse();
            commands.refuse();
            new Drain(registrations, runtime, within, drained).run();
        }
        return drained.copy();
    }

    /** Leaves the cluster, without blocking; the same stage for all who ask. */
    CompletableFuture<Void> end() {
        if (ending.compareAndSet(false, true)) {
            callers.close();
            registrations.close();
            new Drain(registrations, runtime, Duration.ZERO, drained).closeAll();
            reconciliation.close();
            sweeper.close();
            beacons.close();
            watch.close();
            if (queue != null) {
                queue.close();
            }
            Lease lease = leases.close();
            unsubscribe()
                    .handle((unsubscribed, error) ->
                            lease == null ? CompletableFuture.<Void>completedStage(null) : sweeper.purge(lease))
                    .thenCompose(purged -> purged)
                    .whenComplete((purged, error) -> {
                        if (error == null) {
                            LOG.info("Instance {} has left the cluster", id);
                        }
                        Operation.end(ended, null, error);
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
        streams.returned();
        leases.interrupted();
        leases.check();
        reconciliation.assertAll(registrations.connections().values());
        events.resync(EVERYONE);
        interests.occupied().forEach(events::resync);
        brokerAnswered();
    }

    /** What had to wait for the broker is done now: first those who joined, then what was sent. */
    private void brokerAnswered() {
        if (interests.hasPending()) {
            interests.subscribePending().whenComplete((done, error) -> {
                reconciliation.settleAll();
                flush();
            });
        } else {
            flush();
        }
    }

    private void received(Interest interest, byte[] payload) {
        inbound.receive(interest, payload);
    }

    private void flush() {
        if (queue != null && !queue.isEmpty()) {
            queue.flush();
        }
    }
}
