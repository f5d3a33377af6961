package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.spi.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class HubObserverTest {
    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane backplane = new InMemoryBackplane(runtime);
    private final List<String> told = new ArrayList<>();
    private final Hub hub = done(Hub.builder()
            .backplane(backplane)
            .listener(new HubObserver() {
                @Override
                public FanOut fanOut(byte[] envelope) {
                    told.add("begins");
                    return (accepted, refused) -> told.add(accepted + " accepted, " + refused + " refused");
                }

                @Override
                public void dropped(Drop why) {
                    told.add(why.name());
                }
            })
            .start(runtime));

    @Test
    void whoHasTakenAMessageIsToldAtTheEndOfItsWay() {
        join(new Sink(hub.instanceId(), "ada"));
        join(new Sink(hub.instanceId(), "bob") {
            @Override
            public Offer offer(Message message) {
                told.add("offered");
                return Offer.DROPPED;
            }
        });
        join(new Sink(hub.instanceId(), "eve") {
            @Override
            public Offer offer(Message message) {
                throw new IllegalStateException("on purpose");
            }
        });

        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        runtime.run();

        assertThat(told).containsExactly("begins", "offered", "1 accepted, 2 refused");
    }

    @Test
    void whatNobodyGetsIsToldWithItsReason() {
        byte[] envelope = EnvelopeCodec.encode(new Envelope(
                new InstanceId("elsewhere"),
                null,
                List.of(),
                List.of(),
                new Effect.Deliver(Message.text("hi"), Overflow.DEFAULT)));
        EnvelopeCodec.number(envelope, 7, 8);

        for (byte[] payload : List.of(envelope, envelope, new byte[] {1, 2, 3})) {
            done(backplane.pubSub().publish(Subject.EVERYONE, payload));
        }
        runtime.run();

        assertThat(told).containsExactly("begins", "0 accepted, 0 refused", "REPEATED", "MALFORMED");
    }

    @Test
    void severalHearEverythingAndTheEndsNestInTheBeginnings() {
        List<String> heard = new ArrayList<>();
        Hub other = done(Hub.builder()
                .backplane(backplane)
                .listener(named("first", heard))
                .listener(new RegistryListener() {
                    @Override
                    public void connected(Member member) {
                        throw new IllegalStateException("on purpose");
                    }
                })
                .listener(named("second", heard))
                .listener(named("third", heard))
                .start(runtime));
        done(other.register(new Sink(other.instanceId(), "ada")));
        assertThat(heard).containsExactly("first connected", "second connected", "third connected");
        heard.clear();

        done(other.send(Audience.user("ada"), Message.text("hi")));
        runtime.run();
        done(backplane.pubSub().publish(Subject.EVERYONE, new byte[] {1}));

        assertThat(heard)
                .containsSubsequence(
                        "first begins", "second begins", "third begins", "third ends", "second ends", "first ends")
                .containsSubsequence("first MALFORMED", "second MALFORMED", "third MALFORMED");
    }

    private static HubObserver named(String name, List<String> heard) {
        return new HubObserver() {
            @Override
            public void connected(Member member) {
                heard.add(name + " connected");
            }

            @Override
            public FanOut fanOut(byte[] envelope) {
                heard.add(name + " begins");
                return (accepted, refused) -> heard.add(name + " ends");
            }

            @Override
            public void dropped(Drop why) {
                heard.add(name + " " + why);
            }
        };
    }

    @Test
    void theTargetsOfAnInstanceAreThoseThatConnectionsAreBehind() {
        Sink ada = new Sink(hub.instanceId(), "ada");
        join(ada);
        assertThat(hub.localTargets()).containsExactlyInAnyOrder(new Target.Group("lobby"), new Target.User("ada"));

        done(hub.leaveAll(ada.id()));
        assertThat(hub.localTargets()).containsExactly(new Target.User("ada"));
    }

    private void join(Sink sink) {
        done(hub.register(sink));
        done(hub.join(sink.id(), "lobby"));
    }

    private <T> T done(CompletionStage<T> stage) {
        runtime.run();
        return stage.toCompletableFuture().join();
    }
}
