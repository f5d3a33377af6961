package io.carillon.external;

import io.carillon.CloseReason;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is listened to: always, or while somebody is here for it. Only on the thread of {@link Control}. */
final class Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    private final ExternalOptions options;
    private final ExternalChannels channels;
    private final Deliveries deliveries;
    private final Counts counts;
    private final Control control;
    private final Rarely refusals = new Rarely();
    private final List<Listening> always = new ArrayList<>();
    /** Of those, the first answers. */
    private final List<CompletableFuture<Void>> firsts = new ArrayList<>();

    Subscriber(
            ExternalOptions options, ExternalChannels channels, Deliveries deliveries, Counts counts, Control control) {
        this.options = options;
        this.channels = channels;
        this.deliveries = deliveries;
        this.counts = counts;
        this.control = control;
    }

    /** While somebody is here for it. Where there are patterns, those hear it. */
    void listen(String channel, Interest interest) {
        if (!options.byPattern()) {
            interest.listen(listening(
                    () -> channels.subscribe(channel, heard(any -> Optional.of(interest))),
                    failure -> failure.filter(why -> options.whenRefused() == SubscriptionPolicy.CLOSE)
                            .ifPresent(why -> interest.connections()
                                    .forEachRemaining(one -> one.close(CloseReason.TRY_AGAIN_LATER)))));
        }
    }

    /** Always. Done when it is heard, or is being asked for again. */
    CompletableFuture<Void> listenToEveryone(String channel, Recipients everyone) {
        return always(() -> channels.subscribe(channel, heard(any -> Optional.of(everyone))));
    }

    /** Always. Done when it is heard, or is being asked for again. */
    CompletableFuture<Void> listenToAll(String prefix, Function<String, Optional<? extends Recipients>> whose) {
        return always(() -> channels.subscribePattern(prefix + "*", heard(whose)));
    }

    /** What the broker has not answered by now fails, so that nobody waits for it. */
    void end() {
        always.forEach(Listening::end);
        firsts.forEach(first -> first.completeExceptionally(new IllegalStateException("closed")));
    }

    private CompletableFuture<Void> always(Supplier<CompletionStage<Subscription>> asking) {
        CompletableFuture<Void> first = new CompletableFuture<>();
        Listening listening = listening(
                asking,
                failure -> failure.filter(why -> options.whenRefused() == SubscriptionPolicy.CLOSE)
                        .ifPresentOrElse(first::completeExceptionally, () -> first.complete(null)));
        always.add(listening);
        firsts.add(first);
        listening.ask();
        return first;
    }

    private Listening listening(Supplier<CompletionStage<Subscription>> asking, Consumer<Optional<Throwable>> outcome) {
        return new Listening(control, options.whenRefused(), asking, failure -> {
            failure.ifPresent(this::refused);
            outcome.accept(failure);
        });
    }

    private void refused(Throwable why) {
        counts.add(ExternalCount.REFUSED);
        refusals.say(times -> LOG.warn("a channel cannot be subscribed to: {}; {} so far", why.getMessage(), times));
    }

    private Heard heard(Function<String, Optional<? extends Recipients>> whose) {
        return new Heard(deliveries, counts, whose);
    }
}
