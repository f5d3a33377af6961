package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final String MARK = "// README\n";

    @Test
    void theExampleInTheReadmeIsTheOneThatIsCompiled() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/carillon/jakarta/ChatEndpoint.java"));
        String example = source.substring(source.indexOf(MARK) + MARK.length(), source.lastIndexOf(MARK));

        assertThat(Files.readString(Path.of("README.md"))).contains(example);
    }

    @Test
    void theExampleWorks() throws Exception {
        StubRegistry registry = new StubRegistry();
        // The README's second line.
        var config = RegistryEndpoint.config("/ws/chat", () -> new ChatEndpoint(registry));
        assertThat(Files.readString(Path.of("README.md")))
                .contains("RegistryEndpoint.config(\"/ws/chat\", () -> new ChatEndpoint(registry))");
        try (TyrusServer server = new TyrusServer(config)) {
            Client ada = Client.connect(server.uri("/ws/chat?user=Ada"));
            Client grace = Client.connect(server.uri("/ws/chat?user=Grace"));
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
}
