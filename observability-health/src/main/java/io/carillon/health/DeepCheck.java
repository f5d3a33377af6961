package io.carillon.health;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import io.carillon.health.DeepReport.Part;
import io.carillon.health.DeepReport.Step;
import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One deep check: step after step, each within the patience, whatever became of those before it. */
final class DeepCheck {
    private final ConnectionRegistry registry;
    private final Backplane backplane;
    private final Duration patience;
    private final List<Step> steps = new ArrayList<>();

    DeepCheck(ConnectionRegistry registry, Backplane backplane, Duration patience) {
        this.registry = registry;
        this.backplane = backplane;
        this.patience = patience;
    }

    CompletableFuture<DeepReport> run() {
        ConnectionId id = ConnectionId.next(registry.instanceId());
        Message message = Message.text("carillon health check " + id);
        Probe probe = new Probe(id, message);
        return step(Part.PUB_SUB, () -> throughTheInbox(id))
                .thenCompose(done -> step(Part.ACCEPTANCE, () -> registry.register(probe)))
                .thenCompose(done -> step(
                        Part.DELIVERY,
                        () -> registry.send(Audience.connection(id), message).thenCompose(sent -> probe.delivered)))
                .thenCompose(
                        done -> within(() -> registry.unregister(id)).handle((gone, error) -> new DeepReport(steps)));
    }

    /** An inbox of its own, which only this check publishes to, so that nothing else can be taken for the answer. */
    private CompletionStage<Void> throughTheInbox(ConnectionId id) {
        Subject inbox = Subject.application("carillon.health." + id);
        byte[] sign = inbox.encoded().getBytes(StandardCharsets.US_ASCII);
        CompletableFuture<Void> returned = new CompletableFuture<>();
        CompletableFuture<Subscription> listening = backplane
                .pubSub()
                .subscribe(inbox, payload -> {
                    if (Arrays.equals(payload, sign)) {
                        returned.complete(null);
                    }
                })
                .toCompletableFuture();
        returned.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((done, error) -> listening.thenAccept(Subscription::close));
        return listening
                .thenCompose(subscription -> backplane.pubSub().publish(inbox, sign))
                .thenCompose(published -> returned);
    }

    private CompletableFuture<Void> step(Part part, Supplier<? extends CompletionStage<?>> work) {
        long begun = System.nanoTime();
        return within(work).handle((done, error) -> {
            steps.add(new Step(
                    part,
                    Duration.ofNanos(System.nanoTime() - begun),
                    Optional.ofNullable(error).map(Problems::inWords)));
            return null;
        });
    }

    private CompletableFuture<Void> within(Supplier<? extends CompletionStage<?>> work) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            work.get().whenComplete((done, error) -> {
                if (error == null) {
                    end.complete(null);
                } else {
                    end.completeExceptionally(error);
                }
            });
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
        return end.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
