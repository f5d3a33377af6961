package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The npm package {@code ws}, which {@code wscat} is made of, with one client on each instance. */
@Timeout(120)
class NodeClientTest {
    private static final Path SOURCES = Path.of("src/test/js");
    private static final Path FOLDER = Path.of("target/ws-client");

    @Test
    void twoClientsOfAnotherMakeChatInOneRoomAndComeBackWhenTheirInstanceStops() throws Exception {
        Path node = Parts.find("node", "node");
        install(Parts.find("node", "npm"));
        try (TwoInstances instances = new TwoInstances();
                ChildProcess chat = run(
                        node,
                        "chat.js",
                        "ws://127.0.0.1:" + instances.first(),
                        "ws://127.0.0.1:" + instances.second())) {
            assertThat(chat.linesUntil("the second instance may stop"))
                    .containsExactly(
                            "Ada hears: Welcome Ada to lobby!",
                            "Grace hears: Welcome Grace to lobby!",
                            "Ada hears: Grace joined the room",
                            "Ada hears: [Ada]: hello from the first instance",
                            "Grace hears: [Ada]: hello from the first instance",
                            "Ada hears: [Grace]: hello from the second 👋",
                            "Grace hears: [Grace]: hello from the second 👋");
            instances.stopSecond();
            assertThat(chat.output())
                    .containsExactly(
                            "Ada hears: Grace left the room",
                            "Grace hears: Welcome Grace to lobby!",
                            "Ada hears: Grace joined the room",
                            "Ada hears: Grace left the room");
            assertThat(chat.errors()).isEmpty();
            assertThat(chat.awaitExit()).isZero();
        }
    }

    private static void install(Path npm) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String name : List.of("chat.js", "package.json", "package-lock.json")) {
            Files.write(FOLDER.resolve(name), Files.readAllBytes(SOURCES.resolve(name)));
        }
        try (ChildProcess ci = run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")) {
            List<String> output = ci.output();
            if (ci.awaitExit() != 0) {
                Parts.missing("node", "npm could not fetch the package: " + output + ci.errors());
            }
        }
    }

    private static ChildProcess run(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return ChildProcess.start(command, FOLDER, Map.of());
    }
}
