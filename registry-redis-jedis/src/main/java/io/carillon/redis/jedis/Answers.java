package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisRefusedException;
import io.carillon.redis.core.RedisWire;
import io.carillon.redis.core.WireCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.PushConsumer;
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.PushMessage;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * What comes over one wire: answers, which belong to the commands in their order, and pushes in between. Those that confirm subscriptions
 * stand for answers too.
 */
final class Answers implements PushConsumerChain {
    private final RedisInputStream in;
    private final RedisWire.Listener listener;
    /** Sent, or about to be. */
    private final Queue<WireCommand> awaited = new ConcurrentLinkedQueue<>();

    private final AtomicLong unanswered = new AtomicLong();
    /** How many channels of the first command awaited are confirmed. */
    private int confirmed;

    Answers(RedisInputStream in, RedisWire.Listener listener) {
        this.in = in;
        this.listener = listener;
    }

    /** In the order in which they will be written. */
    void await(List<WireCommand> batch) {
        unanswered.addAndGet(Commands.cost(batch));
        awaited.addAll(batch);
    }

    /** The cost of what the server has perhaps not read yet. */
    long unanswered() {
        return unanswered.get();
    }

    /** Until the connection breaks. */
    void read() {
        while (true) {
            Object answer;
            try {
                answer = Protocol.read(in, this);
            } catch (JedisDataException e) {
                next().answer().completeExceptionally(new RedisRefusedException(String.valueOf(e.getMessage()), null));
                continue;
            }
            next().answer().complete(plain(answer));
        }
    }

    /** Nothing comes any more. */
    void end(Throwable why) {
        for (WireCommand command = awaited.poll(); command != null; command = awaited.poll()) {
            command.answer().completeExceptionally(why);
        }
        listener.closed();
    }

    /** What the server pushes; Jedis goes on to read the answer that comes behind it. */
    @Override
    public @Nullable PushMessage process(PushMessage push) {
        List<Object> parts = push.getContent();
        if (parts.size() < 3 || !(parts.get(0) instanceof byte[] kind)) {
            return null;
        }
        String name = text(kind);
        byte[] channel = parts.get(1) instanceof byte[] some ? some : null;
        switch (name) {
            case "message", "smessage" -> {
                if (channel != null && parts.get(2) instanceof byte[] payload) {
                    listener.message(text(channel), payload);
                }
            }
            case "pmessage" -> {
                if (channel != null
                        && parts.get(2) instanceof byte[] from
                        && parts.size() > 3
                        && parts.get(3) instanceof byte[] payload) {
                    listener.patternMessage(text(channel), text(from), payload);
                }
            }
            case "psubscribe" -> {
                if (channel != null) {
                    listener.patternSubscribed(text(channel));
                }
                confirm(name, channel);
            }
            case "punsubscribe" -> {
                if (channel != null) {
                    listener.patternUnsubscribed(text(channel));
                }
                confirm(name, channel);
            }
            case "subscribe", "ssubscribe" -> {
                if (channel != null) {
                    listener.subscribed(text(channel));
                }
                confirm(name, channel);
            }
            case "unsubscribe", "sunsubscribe" -> {
                if (channel != null) {
                    listener.unsubscribed(text(channel));
                }
                confirm(name, channel);
            }
            default -> {} // of no use to us
        }
        return null;
    }

    @Override
    public List<PushConsumer> getConsumers() {
        return List.of();
    }

    private WireCommand next() {
        WireCommand command = awaited.poll();
        if (command == null) {
            throw new JedisConnectionException("the server has answered what nobody has asked");
        }
        confirmed = 0;
        unanswered.addAndGet(-Commands.cost(command));
        return command;
    }

    /** If it was asked for; the server also ends subscriptions by itself. Channels are confirmed in the order of the command. */
    private void confirm(String kind, byte @Nullable [] channel) {
        WireCommand first = awaited.peek();
        if (first == null || !first.name().equals(kind.toUpperCase(Locale.ROOT))) {
            return;
        }
        List<byte[]> asked = first.arguments();
        if (asked.isEmpty() || Arrays.equals(asked.get(confirmed), channel)) {
            confirmed++;
            if (confirmed >= asked.size()) {
                next().answer().complete(null);
            }
        }
    }

    /** Scripts and the commands that we send bring nothing but numbers, texts and lists of them. */
    private static @Nullable Object plain(@Nullable Object answer) {
        if (answer == null || answer instanceof byte[] || answer instanceof Long) {
            return answer;
        } else if (answer instanceof List<?> many) {
            List<@Nullable Object> plain = new ArrayList<>(many.size());
            many.forEach(one -> plain.add(plain(one)));
            return plain;
        } else if (answer instanceof Boolean value) {
            return value ? 1L : 0L;
        }
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
