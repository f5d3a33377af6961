package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How much waits inside a hub, which keeps that to itself. */
final class Bounds {
    private Bounds() {}

    static void check(Hub hub) {
        Object instance = field(hub, "instance");
        Object lanes = field(field(instance, "inbound"), "lanes");
        int maxMessages = (int) field(lanes, "maxMessages");
        long maxBytes = (long) field(lanes, "maxBytes");
        for (Object lane : (Object[]) field(lanes, "lanes")) {
            int messages = ((AtomicInteger) field(lane, "messages")).get();
            assertThat(messages).as("messages in a lane").isBetween(0, maxMessages);
            assertThat(((AtomicLong) field(lane, "bytes")).get())
                    .as("bytes in a lane")
                    .isBetween(0L, messages == 1 ? Long.MAX_VALUE : maxBytes);
        }
        Object queue = optionalField(instance, "queue");
        if (queue != null) {
            assertThat((long) field(queue, "bytes"))
                    .as("bytes that wait for the broker")
                    .isBetween(0L, ((OutagePolicy.Queue) field(queue, "bounds")).maxBytes());
        }
    }

    /** How many messages the lanes had no room for. */
    static long dropped(Hub hub) {
        return ((Lanes) field(field(field(hub, "instance"), "inbound"), "lanes")).dropped();
    }

    static Object field(Object owner, String name) {
        Object value = optionalField(owner, name);
        if (value == null) {
            throw new LinkageError("the simulation looks at a field that is empty: " + name);
        }
        return value;
    }

    private static @Nullable Object optionalField(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the simulation looks at a field that is not there", e);
        }
    }
}
