package io.carillon.redis.core;

import static io.carillon.redis.core.BackplanePlace.await;
import static io.carillon.redis.core.BackplanePlace.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.RedisProcess;
import io.carillon.redis.TcpProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every driver is held to, against a real server. */
public abstract class RedisDriverContract {
    private final RedisProcess redis = RedisProcess.started();
    private final TcpProxy way = new TcpProxy(redis.port());
    private final List<RedisDriver> drivers = new ArrayList<>();

    /** A driver that begins with this address, as this user if there is a password. */
    protected abstract RedisDriver driver(String address, String userAndPassword);

    @AfterEach
    void closeAll() {
        drivers.forEach(RedisDriver::close);
        way.close();
        redis.close();
    }

    @Test
    void answersAreNumbersTextsListsAndNothing() {
        RedisWire wire = open(RedisWire.Kind.COMMANDS, new Told());
        assertThat(call(wire, "PING")).isEqualTo(bytes("PONG"));
        assertThat(call(wire, "CLIENT", "ID")).isInstanceOf(Long.class);
        assertThat(call(wire, "GET", "none")).isNull();
        assertThat(call(wire, "SET", "key", "1", "NX", "PX", "60000")).isEqualTo(bytes("OK"));
        assertThat(call(wire, "SET", "key", "1", "NX", "PX", "60000")).isNull();
        assertThat(call(wire, "GET", "key")).isEqualTo(bytes("1"));
        assertThat(string(call(wire, "INFO", "server"))).startsWith("# Server").contains("redis_version:");
        assertThat(call(wire, "EVAL", "return {}", "0")).isEqualTo(List.of());
        assertThat(call(wire, "EVAL", "return 7", "0")).isEqualTo(7L);
        assertThat((List<?>) call(wire, "EVAL", "return {1, 'a', {}, {2, {'b'}}, {3}, 4}", "0"))
                .usingRecursiveComparison()
                .isEqualTo(List.of(1L, bytes("a"), List.of(), List.of(2L, List.of(bytes("b"))), List.of(3L), 4L));
    }

    @Test
    void anErrorOfTheServerKeepsItsCode() {
        RedisWire wire = open(RedisWire.Kind.COMMANDS, new Told());
        assertThat(refusal(send(wire, "EVALSHA", "0".repeat(40), "0")).code()).isEqualTo("NOSCRIPT");
        assertThat(refusal(send(wire, "NOSUCHCOMMAND")).reply()).startsWith("ERR unknown command");
        assertThat(refusal(send(wire, "EVAL", "return redis.error_reply('MOVED 3999 127.0.0.1:6381')", "0")))
                .satisfies(error -> assertThat(error.code()).isEqualTo("MOVED"))
                .hasMessage("MOVED 3999 127.0.0.1:6381");
        assertThat(call(wire, "PING")).as("the wire works on").isEqualTo(bytes("PONG"));
    }

    @Test
    void aBatchAndWhatFollowsGoOutInOrder() {
        RedisWire wire = open(RedisWire.Kind.COMMANDS, new Told());
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int from = i * 51;
            List<WireCommand> batch = IntStream.range(from, from + 50)
                    .mapToObj(number -> command("RPUSH", "list", String.valueOf(number)))
                    .toList();
            wire.send(batch);
            batch.forEach(command -> answers.add(command.answer()));
            answers.add(send(wire, "RPUSH", "list", String.valueOf(from + 50)));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(done(answers.get(i))).isEqualTo(i + 1L);
        }
        assertThat(((List<?>) call(wire, "LRANGE", "list", "0", "-1")).stream().map(RedisDriverContract::string))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20 * 51).mapToObj(String::valueOf).toList());
    }

    @Test
    void subscriptionsOfBothKindsAreConfirmedAndBringWhatIsPublished() {
        Told told = new Told();
        RedisWire wire = open(RedisWire.Kind.SUBSCRIPTIONS, told);
        RedisWire sender = open(RedisWire.Kind.COMMANDS, new Told());
        done(send(wire, "SUBSCRIBE", "a", "b"));
        done(send(wire, "SSUBSCRIBE", "s"));
        await().until(() -> told.pushes.size() == 3);
        assertThat(call(wire, "PING")).as("it answers while it is subscribed").isEqualTo(bytes("PONG"));
        call(sender, "PUBLISH", "a", "1");
        call(sender, "PUBLISH", "b", "2");
        await().until(() -> told.pushes.size() == 5);
        call(sender, "SPUBLISH", "s", "3");
        await().until(() -> told.pushes.size() == 6);
        done(send(wire, "UNSUBSCRIBE", "a"));
        done(send(wire, "SUNSUBSCRIBE", "s"));
        await().until(() -> told.pushes.size() == 8);
        assertThat(told.pushes).containsExactly("+a", "+b", "+s", "a=1", "b=2", "s=3", "-a", "-s");
    }

    @Test
    void patternsAreConfirmedAndBringWhatMatchesBesideTheChannels() {
        Told told = new Told();
        RedisWire wire = open(RedisWire.Kind.SUBSCRIPTIONS, told);
        RedisWire sender = open(RedisWire.Kind.COMMANDS, new Told());
        done(send(wire, "SUBSCRIBE", "é:a"));
        done(send(wire, "PSUBSCRIBE", "é:*", "\\[*"));
        await().until(() -> told.pushes.size() == 3);
        call(sender, "PUBLISH", "é:a", "1");
        await().until(() -> told.pushes.size() == 5);
        call(sender, "PUBLISH", "[b", "2");
        await().until(() -> told.pushes.size() == 6);
        done(send(wire, "PUNSUBSCRIBE", "é:*"));
        await().until(() -> told.pushes.size() == 7);
        call(sender, "PUBLISH", "é:a", "3");
        await().until(() -> told.pushes.size() == 8);
        assertThat(told.pushes)
                .containsExactly("+é:a", "+*é:*", "+*\\[*", "é:a=1", "é:*:é:a=1", "\\[*:[b=2", "-*é:*", "é:a=3");
    }

    @Test
    void aRefusedSubscriptionFails() {
        redis.ask("ACL SETUSER app on >secret ~* +@all resetchannels");
        RedisDriver driver = keep(driver(address(redis.port()), "app:secret"));
        RedisWire wire = done(driver.open(address(redis.port()), RedisWire.Kind.SUBSCRIPTIONS, new Told()));
        assertThat(refusal(send(wire, "SUBSCRIBE", "a")).code()).isEqualTo("NOPERM");
    }

    @Test
    void aWrongPasswordIsARefusalAndIsNotRepeated() {
        RedisDriver driver = keep(driver(address(redis.port()), "nobody:s3cr3t"));
        RedisRefusedException refusal =
                refusal(driver.open(address(redis.port()), RedisWire.Kind.COMMANDS, new Told()));
        assertThat(refusal.code()).isEqualTo("WRONGPASS");
        assertThat(refusal).hasStackTraceContaining("WRONGPASS").message().doesNotContain("s3cr3t");
    }

    @Test
    void whereNobodyListensNothingIsOpened() throws IOException {
        String nobody = address(RedisProcess.freePort());
        RedisDriver driver = keep(driver(nobody, ""));
        assertThat(BackplanePlace.error(driver.open(nobody, RedisWire.Kind.COMMANDS, new Told())))
                .isNotInstanceOf(RedisRefusedException.class);
    }

    @Test
    void anotherAddressIsReachedTheSameWay() {
        redis.ask("ACL SETUSER app on >secret ~* +@all");
        RedisDriver driver = keep(driver(address(way.port()), "app:secret"));
        RedisWire wire = done(driver.open(address(redis.port()), RedisWire.Kind.COMMANDS, new Told()));
        assertThat(call(wire, "ACL", "WHOAMI")).isEqualTo(bytes("app"));
        assertThat(way.connections()).isZero();
    }

    @Test
    void aBrokenConnectionIsToldAndEndsEveryAnswerAsUnknown() {
        Told told = new Told();
        RedisWire wire = open(RedisWire.Kind.COMMANDS, told);
        redis.pause();
        CompletableFuture<?> waiting = send(wire, "PING");
        way.cut();
        redis.resume();
        assertThat(BackplanePlace.error(waiting)).isNotInstanceOf(RedisRefusedException.class);
        await().until(() -> told.closed.get() > 0);
        assertThat(BackplanePlace.error(send(wire, "PING"))).isNotInstanceOf(RedisRefusedException.class);
        way.restore();
        assertThat(BackplanePlace.error(send(wire, "PING")))
                .as("it does not come back by itself")
                .isNotInstanceOf(RedisRefusedException.class);
    }

    @Test
    void closingEndsEveryAnswer() {
        Told told = new Told();
        RedisWire wire = open(RedisWire.Kind.SUBSCRIPTIONS, told);
        redis.pause();
        CompletableFuture<?> waiting = send(wire, "PING");
        done(wire.closeAsync());
        redis.resume();
        assertThat(BackplanePlace.error(waiting)).isNotInstanceOf(RedisRefusedException.class);
        await().until(() -> told.closed.get() > 0);
        done(wire.closeAsync());
    }

    private RedisWire open(RedisWire.Kind kind, RedisWire.Listener listener) {
        String address = address(way.port());
        return done(keep(driver(address, "")).open(address, kind, listener));
    }

    private RedisDriver keep(RedisDriver driver) {
        drivers.add(driver);
        return driver;
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    private static Object call(RedisWire wire, String name, String... arguments) {
        return done(send(wire, name, arguments));
    }

    private static CompletableFuture<Object> send(RedisWire wire, String name, String... arguments) {
        WireCommand command = command(name, arguments);
        wire.send(List.of(command));
        return command.answer();
    }

    private static WireCommand command(String name, String... arguments) {
        return new WireCommand(
                name,
                List.of(arguments).stream().map(RedisDriverContract::bytes).toList());
    }

    private static RedisRefusedException refusal(CompletionStage<?> stage) {
        Throwable error = BackplanePlace.error(stage);
        assertThat(error).isInstanceOf(RedisRefusedException.class);
        return (RedisRefusedException) error;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String string(Object answer) {
        return new String((byte[]) answer, StandardCharsets.UTF_8);
    }

    /** What a wire has said. */
    private static final class Told implements RedisWire.Listener {
        private final List<String> pushes = new CopyOnWriteArrayList<>();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public void message(String channel, byte[] payload) {
            pushes.add(channel + "=" + string(payload));
        }

        @Override
        public void patternMessage(String pattern, String channel, byte[] payload) {
            pushes.add(pattern + ":" + channel + "=" + string(payload));
        }

        @Override
        public void patternSubscribed(String pattern) {
            pushes.add("+*" + pattern);
        }

        @Override
        public void patternUnsubscribed(String pattern) {
            pushes.add("-*" + pattern);
        }

        @Override
        public void subscribed(String channel) {
            pushes.add("+" + channel);
        }

        @Override
        public void unsubscribed(String channel) {
            pushes.add("-" + channel);
        }

        @Override
        public void closed() {
            closed.incrementAndGet();
        }
    }
}
