package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** The README's example, deployed. {@link ReadmeTest} holds that it is word for word the one in the README. */
class ReadmeExampleTest extends ContainerTest {

    @Test
    void theExampleWorks() throws Exception {
        StubRegistry registry = new StubRegistry();
        start(RegistryEndpoint.config("/ws/chat", () -> new ChatEndpoint(registry)));
        Client ada = Client.connect(uri("/ws/chat?user=Ada"));
        Client grace = Client.connect(uri("/ws/chat?user=Grace"));
        await().until(() -> registry.connections()
                        .filter(connection -> registry.groups(connection.id())
                                .toCompletableFuture()
                                .join()
                                .contains("lobby"))
                        .count()
                == 2);

        ada.send("hello, all");

        assertThat(grace.awaitText()).isEqualTo("hello, all");
        assertThat(ada.texts).isEmpty();
    }
}
