package io.carillon.benchmarks.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The commands of a join and a leave, as ADR 10 has them and with the hub's own scripts, but without waiting for one another:
 * the four of them go out in one flush.
 */
final class BareMembership {
    private static final int GROUPS = 10;
    private static final String LIFE_MILLIS = "300000";
    /** As long as the name of a hub. */
    private static final String INSTANCE = encode("bench.4711471147114711");

    private static final String INDEX = "barebare:{i." + INSTANCE + "}:";
    private static final String LEASE = INDEX + "lease";
    private static final String NUMBERS = INDEX + "1";
    private static final String HOLDER = INSTANCE + ":1";
    private static final String EVERYONE = "e._";

    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisCodec<String, byte[]> codec;
    private final String enter;
    private final String put;
    private final String take;
    private final String leave;

    BareMembership(StatefulRedisConnection<String, byte[]> connection, RedisCodec<String, byte[]> codec) {
        this.connection = connection;
        this.codec = codec;
        this.enter = load("enter");
        this.put = load("put");
        this.take = load("take");
        this.leave = load("leave");
    }

    /** A lease that outlasts the measurement; the members, under everyone; and one in each group who stays. */
    void enrol(int members) {
        Map<String, byte[]> lease =
                Map.of("epoch", bytes("1"), "until", bytes("9000000000000000"), "duration", bytes("10000"));
        connection.sync().hset(LEASE, lease);
        for (int i = 0; i < members; i++) {
            send(List.of(enter(i, EVERYONE), put(i, EVERYONE))).join();
        }
        for (int i = 0; i < GROUPS; i++) {
            send(List.of(enter(members + i, group(i)), put(members + i, group(i))))
                    .join();
        }
    }

    CompletionStage<?> joinAndLeave(int member) {
        String group = group(member);
        return send(List.of(enter(member, group), put(member, group), take(member, group), leave(member, group)));
    }

    private CompletableFuture<Void> send(List<AsyncCommand<String, byte[], List<Object>>> commands) {
        connection.dispatch(new ArrayList<RedisCommand<String, byte[], ?>>(commands));
        return CompletableFuture.allOf(
                commands.stream().map(AsyncCommand::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    private AsyncCommand<String, byte[], List<Object>> enter(int member, String target) {
        return script(enter, List.of(LEASE, NUMBERS, targets(member)), "1", Integer.toString(member), INDEX, target);
    }

    private AsyncCommand<String, byte[], List<Object>> put(int member, String target) {
        return script(
                put,
                List.of(holders(target), holders(target) + ":" + HOLDER),
                HOLDER,
                sortable(member),
                sortable(member) + ":\0\0",
                LIFE_MILLIS,
                holders(target) + ":");
    }

    private AsyncCommand<String, byte[], List<Object>> take(int member, String target) {
        return script(take, List.of(holders(target), holders(target) + ":" + HOLDER), HOLDER, sortable(member));
    }

    private AsyncCommand<String, byte[], List<Object>> leave(int member, String target) {
        return script(leave, List.of(NUMBERS, targets(member)), Integer.toString(member), target);
    }

    private AsyncCommand<String, byte[], List<Object>> script(String digest, List<String> keys, String... values) {
        CommandArgs<String, byte[]> args = new CommandArgs<>(codec);
        args.add(digest).add(keys.size()).addKeys(keys);
        Arrays.stream(values).forEach(value -> args.add(bytes(value)));
        return new AsyncCommand<>(new Command<>(CommandType.EVALSHA, new NestedMultiOutput<>(codec), args));
    }

    private String load(String script) {
        try (InputStream in = BareMembership.class.getResourceAsStream("/io/carillon/redis/core/" + script + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("the core has no script " + script);
            }
            return connection.sync().scriptLoad(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String targets(int member) {
        return NUMBERS + ":" + member;
    }

    private static String holders(String target) {
        return "barebare:{t." + target + "}";
    }

    private static String group(int member) {
        return "g." + encode("group-" + member % GROUPS);
    }

    private static String sortable(int member) {
        return String.format(Locale.ROOT, "%016x", member);
    }

    private static String encode(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
