package io.carillon;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The name of one connection in the cluster. It says on which instance the connection lives, so a message to it needs
 * no look-up. It is no secret and no proof of anything.
 *
 * @param instance the instance that owns the connection
 * @param number the connection's number there, never negative and never used twice by one instance
 */
public record ConnectionId(InstanceId instance, long number) implements Comparable<ConnectionId> {
    private static final AtomicLong LAST = new AtomicLong();

    /**
     * Checks the number.
     *
     * @param instance the instance that owns the connection
     * @param number its number there
     * @throws IllegalArgumentException if it is negative
     */
    public ConnectionId {
        if (number < 0) {
            throw new IllegalArgumentException("connection number is " + number + ", expected 0 or more");
        }
    }

    /**
     * A new id on this instance. Numbers are drawn from one sequence for the whole process, so several transports may
     * serve one registry. Any thread may call.
     *
     * @param instance the instance that owns the connection, {@link ConnectionRegistry#instanceId()}
     * @return an id that this method has not returned before in this process
     */
    public static ConnectionId next(InstanceId instance) {
        return new ConnectionId(instance, LAST.incrementAndGet());
    }

    /**
     * Reads the text form back.
     *
     * @param text what {@link #toString()} gave
     * @return the id
     * @throws IllegalArgumentException if the text has not the form {@code number@instance}
     */
    public static ConnectionId parse(String text) {
        int at = text.indexOf('@');
        if (at < 1 || !text.chars().limit(at).allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not a connection id, expected number@instance");
        }
        try {
            return new ConnectionId(new InstanceId(text.substring(at + 1)), Long.parseLong(text.substring(0, at)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the number of the connection id is too large", e);
        }
    }

    /** Orders by instance, then by number. */
    @Override
    public int compareTo(ConnectionId other) {
        int byInstance = instance.compareTo(other.instance);
        return byInstance != 0 ? byInstance : Long.compare(number, other.number);
    }

    /** Returns the text form, {@code number@instance}, which {@link #parse(String)} reads back. */
    @Override
    public String toString() {
        return number + "@" + instance;
    }
}
