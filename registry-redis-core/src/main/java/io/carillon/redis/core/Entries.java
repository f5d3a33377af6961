package io.carillon.redis.core;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member, as it stands in the sorted set of its holder: its number in 16 digits, so that the set is in the order of numbers, a
 * colon, and what is known of it. Untrusted when it is read: what cannot be read is dropped, and said so.
 */
final class Entries {
    private static final Logger LOG = LoggerFactory.getLogger(Entries.class);
    private static final int DIGITS = 16;

    private Entries() {}

    static byte[] write(Member member) {
        byte[] user = utf8(member.user().orElse(""));
        int size = DIGITS + 1 + Short.BYTES + user.length;
        for (Map.Entry<String, String> attribute : member.attributes().entrySet()) {
            size += 2 * Short.BYTES + utf8(attribute.getKey()).length + utf8(attribute.getValue()).length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(utf8(RedisKeys.sortable(member.id()))).put((byte) ':');
        put(out, user);
        // Sorted, so that the same member is the same entry, and writing it again changes nothing.
        member.attributes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(attribute -> {
                    put(out, utf8(attribute.getKey()));
                    put(out, utf8(attribute.getValue()));
                });
        return out.array();
    }

    /** Whose entry it is, also if the rest of it cannot be read. */
    static ConnectionId id(InstanceId instance, byte[] entry) {
        return new ConnectionId(
                instance, Long.parseLong(new String(entry, 0, DIGITS, StandardCharsets.US_ASCII), DIGITS));
    }

    static Optional<Member> read(InstanceId instance, byte[] entry) {
        try {
            ByteBuffer in = ByteBuffer.wrap(entry);
            in.get(new byte[DIGITS + 1]);
            String user = text(in);
            Map<String, String> attributes = new LinkedHashMap<>();
            while (in.hasRemaining()) {
                attributes.put(text(in), text(in));
            }
            return Optional.of(
                    new Member(id(instance, entry), user.isEmpty() ? Optional.empty() : Optional.of(user), attributes));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            LOG.warn("Ignored a member of {} that cannot be read, {} bytes", instance, entry.length);
            return Optional.empty();
        }
    }

    private static void put(ByteBuffer out, byte[] text) {
        out.putShort((short) text.length).put(text);
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
