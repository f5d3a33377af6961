package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With real threads: what holds on one thread holds on many. */
class HubThreadsTest {
    private final InMemoryBackplane backplane = InMemoryBackplane.create();
    private final Hub here = start("here");
    private final Hub there = start("there");

    @AfterEach
    void stop() {
        here.close();
        there.close();
        backplane.close();
    }

    @Test
    void aMessageSentAfterJoinCompletesReachesTheNewMember() {
        List<Sink> sinks = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Hub home = i % 2 == 0 ? here : there;
            Hub away = i % 2 == 0 ? there : here;
            Sink sink = new Sink(home.instanceId(), "user " + i);
            String group = "group " + i % 50;
            home.register(sink);
            done(home.join(sink.id(), group));
            done(away.send(Audience.group(group), Message.text("for " + i)));
            sinks.add(sink);
        }
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> IntStream.range(0, sinks.size())
                        .allMatch(i -> sinks.get(i).received.contains("for " + i)));
    }

    @Test
    void theOrderOfEachSenderHoldsWhenManySend() throws InterruptedException {
        Sink ada = new Sink(there.instanceId(), "ada");
        there.register(ada);
        done(there.join(ada.id(), "lobby"));
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String sender = t + ":";
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    done(here.send(Audience.group("lobby"), Message.text(sender + String.format("%03d", i))));
                }
            });
            thread.start();
            senders.add(thread);
        }
        for (Thread sender : senders) {
            sender.join();
        }
        await().atMost(30, TimeUnit.SECONDS).until(() -> ada.received.size() == 800);
        for (int t = 0; t < 4; t++) {
            String sender = t + ":";
            assertThat(ada.received.stream().filter(text -> text.startsWith(sender)))
                    .hasSize(200)
                    .isSorted();
        }
    }

    @Test
    void closingBlocksUntilTheClusterHasForgotten() {
        Sink ada = new Sink(here.instanceId(), "ada");
        here.register(ada);
        done(here.join(ada.id(), "lobby"));
        here.close();
        here.close();
        assertThat(ada.closes).singleElement().matches(reason -> reason.code() == 1001);
        assertThat(done(there.count("lobby"))).isZero();
    }

    private Hub start(String name) {
        return done(Hub.builder().backplane(backplane).name(name).start());
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
