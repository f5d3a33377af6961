package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.limits.JoinPolicy.Decision;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.tck.Deadline;
import io.carillon.tck.RecordingConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Policies on the real threads. */
class PolicyThreadsTest {
    private static final Deadline DEADLINE = new Deadline(Duration.ofSeconds(30));

    @Test
    void policiesThatBlockHoldUpNeitherTheCallerNorTheOperationsThatNeedNone() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        List<String> threads = new CopyOnWriteArrayList<>();
        Limits limits = Limits.builder()
                .joinPolicy(
                        (member, group) -> {
                            threads.add(Thread.currentThread().getName());
                            try {
                                blocked.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return Decision.allow();
                        },
                        Duration.ofMillis(200))
                .build();
        try (InMemoryBackplane backplane = InMemoryBackplane.create();
                Hub hub = DEADLINE.done(Hub.builder().backplane(backplane).start())) {
            List<CompletionStage<?>> joins = new ArrayList<>();
            RecordingConnection ada = RecordingConnection.of(hub.instanceId(), "ada");
            DEADLINE.done(limits.registry(hub).register(ada));
            for (int i = 0; i < 50; i++) {
                joins.add(limits.registry(hub).join(ada.id(), "group " + i));
            }

            for (CompletionStage<?> join : joins) {
                assertThat(DEADLINE.error(join)).hasMessageContaining("it has not answered within PT0.2S");
            }
            DEADLINE.done(limits.registry(hub).leave(ada.id(), "group 1"));
            blocked.countDown();

            assertThat(DEADLINE.done(hub.groups(ada.id()))).isEmpty();
            assertThat(threads).allMatch(name -> name.startsWith("carillon-limits-policy-"));
        }
    }

    @Test
    void whatIsChainedToAJoinRunsOnNoThreadThatAnswersThePolicy() {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        Limits limits = Limits.builder().joinPolicy((member, group) -> answer).build();
        try (InMemoryBackplane backplane = InMemoryBackplane.create();
                Hub hub = DEADLINE.done(Hub.builder().backplane(backplane).start())) {
            RecordingConnection ada = RecordingConnection.of(hub.instanceId(), "ada");
            DEADLINE.done(limits.registry(hub).register(ada));
            CompletionStage<Thread> chained =
                    limits.registry(hub).join(ada.id(), "lobby").handle((joined, failure) -> Thread.currentThread());
            Thread driver = new Thread(() -> answer.complete(Decision.ALLOWED), "driver");

            driver.start();

            assertThat(DEADLINE.done(chained)).isNotSameAs(driver).isNotSameAs(Thread.currentThread());
        }
    }
}
