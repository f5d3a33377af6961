package io.carillon.tck;

import static io.carillon.tck.Flaw.ofBackplane;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem.Responder;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What can be wrong with questions and answers: the rules PS-3 and PS-4. */
final class BrokenRequests {
    private BrokenRequests() {}

    static List<Flaw> all() {
        return List.of(
                ofBackplane(
                        "PS-3.1",
                        "the question is the answer",
                        asking((ask, question) -> ask.get().thenApply(answer -> question))),
                ofBackplane(
                        "PS-3.2",
                        "where nobody answers one waits",
                        asking((ask, question) -> ask.get().exceptionallyCompose(error -> new CompletableFuture<>()))),
                ofBackplane(
                        "PS-3.3",
                        "no answer is called a refusal",
                        asking((ask, question) -> ask.get()
                                .exceptionallyCompose(error -> CompletableFuture.failedStage(
                                        new BackplaneUnavailableException("called so on purpose"))))),
                ofBackplane(
                        "PS-3.4",
                        "everything is asked twice",
                        asking((ask, question) -> ask.get().thenCompose(answer -> ask.get()))),
                ofBackplane("PS-3.5", "everybody gets the answer before", Mixing::new),
                ofBackplane("PS-3.6", "answers go to whoever waits", OneSlot::new),
                ofBackplane("PS-3.7", "no timeout is taken for one", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
                        return super.request(subject, payload, Duration.ofMillis(10));
                    }
                }),
                ofBackplane(
                        "PS-4.1", "a responder is confirmed before it is there", real -> new ForwardingBackplane(real) {
                            @Override
                            public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
                                Later.call(() -> super.respond(subject, responder));
                                return CompletableFuture.completedStage(BrokenPubSubs::done);
                            }
                        }),
                ofBackplane("PS-4.2", "a failure is an empty answer", answering(BrokenRequests::emptyIfItFails)),
                ofBackplane(
                        "PS-4.3",
                        "an answer that is too large is cut off",
                        answering(responder -> question -> responder
                                .answer(question)
                                .thenApply(answer -> Arrays.copyOf(answer, Math.min(answer.length, 1_000))))),
                ofBackplane(
                        "PS-4.4",
                        "who has gone is still asked",
                        real -> new BrokenPubSubs.Closes(real, (all, one, times) -> BrokenPubSubs.done())),
                ofBackplane("PS-4.5", "messages are questions too", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
                        super.subscribe(subject, responder::answer);
                        return super.respond(subject, responder);
                    }
                }),
                ofBackplane("PS-4.6", "one question waits for the other's answer", answering(OneByOne::new)));
    }

    private static UnaryOperator<Backplane> asking(
            BiFunction<Supplier<CompletionStage<byte[]>>, byte[], CompletionStage<byte[]>> how) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
                return how.apply(() -> super.request(subject, payload, timeout), payload);
            }
        };
    }

    private static UnaryOperator<Backplane> answering(UnaryOperator<Responder> how) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
                return super.respond(subject, how.apply(responder));
            }
        };
    }

    private static Responder emptyIfItFails(Responder responder) {
        return question -> {
            try {
                return responder.answer(question).exceptionally(error -> new byte[0]);
            } catch (IllegalStateException e) {
                return CompletableFuture.completedStage(new byte[0]);
            }
        };
    }

    private static final class Mixing extends ForwardingBackplane {
        private CompletionStage<byte[]> before;

        Mixing(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
            CompletionStage<byte[]> own = super.request(subject, payload, timeout);
            CompletionStage<byte[]> given = before == null ? own : before;
            before = own;
            return given;
        }
    }

    private static final class OneSlot extends ForwardingBackplane {
        private volatile CompletableFuture<byte[]> slot;

        OneSlot(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
            slot = new CompletableFuture<>();
            super.request(subject, payload, timeout).thenAccept(answer -> slot.complete(answer));
            return slot;
        }
    }

    private static final class OneByOne implements Responder {
        private final Responder responder;
        private CompletionStage<byte[]> last = CompletableFuture.completedStage(new byte[0]);

        OneByOne(Responder responder) {
            this.responder = responder;
        }

        @Override
        public CompletionStage<byte[]> answer(byte[] question) {
            last = last.thenCompose(before -> responder.answer(question));
            return last;
        }
    }
}
