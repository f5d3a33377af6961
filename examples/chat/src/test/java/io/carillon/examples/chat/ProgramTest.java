package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two programs, as processes of their own. */
@Timeout(120)
class ProgramTest {
    static final String GOING_AWAY = "1001 going away, retry in \\d+ ms";
    private static final int KILLED_BY_SIGTERM = 128 + 15;

    @Test
    void oneInstanceServesAndStopsCleanlyOnSigterm() throws Exception {
        try (ChildProcess chat = ChildProcess.java(ChatMain.class, Map.of("PORT", "0", "INSTANCE_ID", "blue"))) {
            int port = portIn(chat.awaitLine("blue is at http://localhost:"));
            chat.awaitError(DemoTokens.WARNING); // from then on it says good-bye
            try (Client ada = Client.join(port, "lobby", "Ada")) {
                chat.terminate();
                assertThat(ada.awaitClosed()).matches(GOING_AWAY);
            }
            assertThat(chat.awaitExit()).isEqualTo(KILLED_BY_SIGTERM);
            assertThat(chat.errors()).singleElement().asString().endsWith("WARN " + DemoTokens.WARNING);
        }
    }

    @Test
    void aClientThatDoesNotReadKeepsItFromEndingForHalfAMinuteAtMost() throws Exception {
        try (ChildProcess chat = ChildProcess.java(ChatMain.class, Map.of("PORT", "0"))) {
            int port = portIn(chat.awaitLine("is at http://localhost:"));
            chat.awaitError(DemoTokens.WARNING);
            WebSocket deaf;
            try (Client ada = Client.join(port, "lobby", "Ada")) {
                deaf = Client.openDeaf(port, "/ws/chat/lobby", Entry.token(port, "Deaf"));
                ada.hears("Deaf joined the room");
                String words = "x".repeat(60_000);
                for (int i = 0; i < 150; i++) {
                    ada.say(words);
                    // Paced by her who reads, or a machine that stalls would make her too slow as well.
                    ada.hearsAtLast("[Ada]: " + words);
                }
                chat.terminate();
                assertThat(ada.awaitClosed()).matches(GOING_AWAY);
            }
            chat.awaitExit(); // within 30 s
            deaf.abort();
        }
    }

    @Test
    void theDemoIsTwoInstancesWithOneSetOfRooms() throws Exception {
        int port = twoFreePorts();
        try (ChildProcess demo = ChildProcess.java(DemoMain.class, Map.of("PORT", "" + port))) {
            demo.awaitLine("http://localhost:" + port + "/");
            demo.awaitLine("http://localhost:" + (port + 1) + "/");
            demo.awaitLine("Ctrl-C");
            demo.awaitError(DemoTokens.WARNING);
            try (Client ada = Client.join(port, "lobby", "Ada");
                    Client grace = Client.join(port + 1, "lobby", "Grace")) {
                ada.say("hello");
                grace.hears("[Ada]: hello");
                demo.terminate();
                assertThat(ada.awaitClosed()).matches(GOING_AWAY);
                assertThat(grace.awaitClosed()).matches(GOING_AWAY);
            }
            assertThat(demo.awaitExit()).isEqualTo(KILLED_BY_SIGTERM);
        }
    }

    @Test
    void theLogTellsHowManyAreInTheRoomAndHowManyOfThemHere() throws Exception {
        int port = twoFreePorts();
        String forger = "lobby\nINFO all is lost";
        try (ChildProcess demo = ChildProcess.java(DemoMain.class, Map.of("PORT", "" + port))) {
            demo.awaitLine("Ctrl-C");
            try (Client ada = Client.join(port, "lobby", "Ada");
                    Client alan = Client.join(port, "lobby", "Alan");
                    Client grace = Client.join(port + 1, "lobby", "Grace");
                    Client mallory = Client.join(port + 1, forger, "Mallory")) {
                ada.hears("Alan joined the room", "Grace joined the room");
                ada.say("a secret");
                grace.hears("[Ada]: a secret");
                grace.say("another");
                alan.hears("Grace joined the room", "[Ada]: a secret", "[Grace]: another");
                mallory.say("boo");
                mallory.hears("[Mallory]: boo");
                // While they are there, for whoever has gone is not counted.
                awaitTheLines(demo);
            }
            assertThat(messages(demo)).hasSize(6).noneMatch(line -> line.contains("secret") || line.contains("Ada"));
        }
    }

    private static void awaitTheLines(ChildProcess demo) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(messages(demo))
                        .containsSubsequence(
                                "Broadcasting to group instanceID=instance-1 group=lobby totalInGroup=3",
                                "Broadcast complete instanceID=instance-1 group=lobby localSent=2")
                        .containsSubsequence(
                                "Broadcasting to group instanceID=instance-2 group=lobby totalInGroup=3",
                                "Broadcast complete instanceID=instance-2 group=lobby localSent=1")
                        .containsSubsequence(
                                "Broadcasting to group instanceID=instance-2"
                                        + " group=\"lobby\\u{a}INFO all is lost\" totalInGroup=1",
                                "Broadcast complete instanceID=instance-2"
                                        + " group=\"lobby\\u{a}INFO all is lost\" localSent=1"));
    }

    @Test
    void aPortInUseIsOneLineAndExitCode1() throws Exception {
        try (ServerSocket taken = taken(0);
                ChildProcess chat = ChildProcess.java(ChatMain.class, Map.of("PORT", "" + taken.getLocalPort()))) {
            assertThat(chat.awaitExit()).isEqualTo(1);
            assertThat(chat.errors())
                    .containsExactly("carillon-chat: port " + taken.getLocalPort()
                            + " is in use: stop what listens there, or set PORT to another one");
            assertThat(chat.output()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void eitherPortOfTheDemoInUseIsOneLineAndExitCode1(int which) throws Exception {
        int first = twoFreePorts();
        try (ServerSocket taken = taken(first + which);
                ChildProcess demo = ChildProcess.java(DemoMain.class, Map.of("PORT", "" + first))) {
            assertThat(demo.awaitExit()).isEqualTo(1);
            assertThat(demo.errors())
                    .containsExactly("carillon demo: port " + taken.getLocalPort()
                            + " is in use: stop what listens there, or set PORT to another one");
            assertThat(demo.output()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"abc", "-1", "65536", "'80 80'"})
    void aPortThatIsNoneIsOneLineAndExitCode1(String port) throws Exception {
        try (ChildProcess chat = ChildProcess.java(ChatMain.class, Map.of("PORT", port))) {
            assertThat(chat.awaitExit()).isEqualTo(1);
            assertThat(chat.errors())
                    .containsExactly(
                            "carillon-chat: PORT is " + LogValue.of(port) + ", expected a number from 0 to 65535");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://:secret@localhost, the address of Redis cannot be read",
        "redis://:secret@127.0.0.1:1, cannot reach Redis at 127.0.0.1:1"
    })
    void aRedisThatIsNotThereIsOneLineAndExitCode1(String url, String why) throws Exception {
        try (ChildProcess chat = ChildProcess.java(
                ChatMain.class, Map.of("PORT", "0", "REDIS_URL", url, "JWT_SECRET", "x".repeat(32)))) {
            assertThat(chat.awaitExit()).isEqualTo(1);
            assertThat(chat.errors())
                    .last()
                    .asString()
                    .startsWith("carillon-chat: REDIS_URL: " + why)
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REDIS_URL | redis://127.0.0.1:1 | JWT_SECRET is not set, expected 32 bytes or more,"
                        + " the same for all instances that share this Redis",
                "JWT_SECRET | hunter2 | JWT_SECRET has 7 bytes of UTF-8, expected 32 or more"
            })
    void aSecretThatIsMissingOrTooShortIsOneLineAndExitCode1(String variable, String value, String why)
            throws Exception {
        try (ChildProcess chat = ChildProcess.java(ChatMain.class, Map.of("PORT", "0", variable, value))) {
            assertThat(chat.awaitExit()).isEqualTo(1);
            assertThat(chat.errors()).containsExactly("carillon-chat: " + why);
        }
    }

    private static List<String> messages(ChildProcess program) throws IOException {
        return program.errors().stream()
                .filter(line -> line.contains("Broadcast"))
                .map(line -> line.substring(line.indexOf("Broadcast")))
                .toList();
    }

    private static int portIn(String line) {
        Matcher port = Pattern.compile(":(\\d+)/").matcher(line);
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    static ServerSocket taken(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    /** A free port before another free one, below those that the system gives to whoever connects meanwhile. */
    static int twoFreePorts() {
        for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000); port < 32_000; port += 2) {
            try (ServerSocket one = taken(port);
                    ServerSocket two = taken(port + 1)) {
                return Math.min(one.getLocalPort(), two.getLocalPort());
            } catch (IOException e) {
                // Look further.
            }
        }
        throw new AssertionError("no two free ports");
    }
}
