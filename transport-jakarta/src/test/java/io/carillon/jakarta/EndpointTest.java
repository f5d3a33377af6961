package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages in and out, on a real container. */
class EndpointTest extends ContainerTest {

    @BeforeEach
    void start() throws Exception {
        start(TransportOptions.builder());
    }

    private Message awaitMessage() {
        await().until(() -> !application.messages.isEmpty());
        return application.messages.get(0);
    }

    @Test
    void anOpenedConnectionIsRegisteredAndASendToItsUserReachesIt() {
        application.user = session ->
                Optional.of(session.getRequestParameterMap().get("user").get(0));
        Client client = connect();
        JakartaConnection connection = application.connection();

        application.registry.send(Audience.user("Ada"), Message.text("hello"));

        assertThat(client.awaitText()).isEqualTo("hello");
        assertThat(connection.id().instance()).isEqualTo(application.registry.instanceId());
        assertThat(connection.user()).contains("Ada");
        assertThat(connection.session().getPathParameters()).containsEntry("room", "lobby");
        assertThat(connection.attributes()).containsEntry("room", "lobby");
        assertThat(application.calls).containsExactly("user", "opened, registered true");
    }

    @Test
    void whatIsJoinedInOpenedHearsTheGroup() {
        application.opened = connection -> application.registry.join(connection.id(), "lobby");
        Client client = connect();
        application.connection();
        await().until(() -> application.registry.connections().count() == 1);

        await().until(() -> !application
                .registry
                .groups(application.connection().id())
                .toCompletableFuture()
                .join()
                .isEmpty());
        application.registry.send(Audience.group("lobby"), Message.text("hello, all"));

        assertThat(client.awaitText()).isEqualTo("hello, all");
    }

    @Test
    void whatIsOfferedInOpenedArrives() {
        application.opened = connection -> connection.offer(Message.text("Welcome"));

        assertThat(connect().awaitText()).isEqualTo("Welcome");
    }

    @Test
    void aTextArrivesAsItWasSent() {
        connect().send("grüße, 世界 🔔");

        assertThat(awaitMessage()).isEqualTo(Message.text("grüße, 世界 🔔"));
    }

    @Test
    void anEmptyTextArrives() {
        connect().send("");

        assertThat(awaitMessage()).isEqualTo(Message.text(""));
    }

    @Test
    void aBinaryMessageArrivesAsItWasSent() {
        connect().send(new byte[] {0, 1, (byte) 0xFF});

        assertThat(awaitMessage()).isEqualTo(Message.binary(new byte[] {0, 1, (byte) 0xFF}));
    }

    @Test
    void aBinaryMessageReachesTheClient() {
        Client client = connect();

        application.connection().offer(Message.binary(new byte[] {3, 2, 1}));

        await().until(() -> !client.binaries.isEmpty());
        assertThat(client.binaries.get(0)).containsExactly(3, 2, 1);
    }

    @Test
    void fragmentsOfATextArriveAsOneMessage() {
        Client client = connect();
        client.sendPart("hel", false);
        client.sendPart("", false);
        client.sendPart("lo", true);
        client.send("next");

        await().until(() -> application.messages.size() == 2);
        assertThat(application.messages).containsExactly(Message.text("hello"), Message.text("next"));
    }

    @Test
    void fragmentsOfABinaryMessageArriveAsOneMessage() {
        Client client = connect();
        client.sendPart(new byte[] {1, 2}, false);
        client.sendPart(new byte[] {3}, true);
        client.send(new byte[] {4});

        await().until(() -> application.messages.size() == 2);
        assertThat(application.messages)
                .containsExactly(Message.binary(new byte[] {1, 2, 3}), Message.binary(new byte[] {4}));
    }

    @Test
    void fourThreadsMessagesToOneConnectionArriveWholeAndInEachThreadsOrder() throws Exception {
        stop();
        start(TransportOptions.builder().outboxMessages(4_000).outboxBytes(1 << 24));
        Client client = connect();
        JakartaConnection connection = application.connection();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> threads = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String name = thread + ":";
                threads.add(pool.submit(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        connection.offer(Message.text(name + i + "." + "x".repeat(i % 700)));
                    }
                }));
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
        } finally {
            pool.shutdownNow();
        }

        await().until(() -> client.texts.size() == 4_000);
        for (int thread = 0; thread < 4; thread++) {
            String name = thread + ":";
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                expected.add(name + i + "." + "x".repeat(i % 700));
            }
            assertThat(client.texts.stream()
                            .filter(text -> text.startsWith(name))
                            .toList())
                    .isEqualTo(expected);
        }
    }

    @Test
    void manyMessagesFromTheClientArriveInOrder() {
        Client client = connect();
        List<Message> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            client.send("m" + i);
            expected.add(Message.text("m" + i));
        }

        await().until(() -> application.messages.size() == 1_000);
        assertThat(application.messages).isEqualTo(expected);
    }
}
