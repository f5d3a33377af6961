package io.carillon.redis.core;

import java.time.Duration;

/**
 * The options that all Redis backplanes have. A backplane's own builder adds how its driver reaches the server. Not safe for use by several
 * threads.
 *
 * <p>Applications see these methods as those of the builder that they use, although this package is not for them.
 *
 * @param <B> that builder
 */
public abstract class RedisOptionsBuilder<B extends RedisOptionsBuilder<B>> {
    /** What all keys and channels begin with: {@value}. */
    public static final String DEFAULT_PREFIX = "carillon";
    /** How long a connection may take to be opened: {@value} seconds. */
    public static final int DEFAULT_CONNECT_TIMEOUT_SECONDS = 3;
    /** How long the server may be silent: {@value} seconds. */
    public static final int DEFAULT_PATIENCE_SECONDS = 4;
    /** The largest payload: {@value} bytes. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
    /** How many messages may wait to be published: {@value}. */
    public static final int DEFAULT_QUEUE_MESSAGES = 65_536;
    /** How many bytes may wait to be published: {@value}. */
    public static final long DEFAULT_QUEUE_BYTES = 64L * 1024 * 1024;

    private String prefix = DEFAULT_PREFIX;
    private Duration connectTimeout = Duration.ofSeconds(DEFAULT_CONNECT_TIMEOUT_SECONDS);
    private Duration patience = Duration.ofSeconds(DEFAULT_PATIENCE_SECONDS);
    private Backoff backoff = Backoff.FOR_EVER;
    private boolean brokerRequired = true;
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
    private int queueMessages = DEFAULT_QUEUE_MESSAGES;
    private long queueBytes = DEFAULT_QUEUE_BYTES;

    /** With the defaults. */
    protected RedisOptionsBuilder() {}

    /**
     * What all keys and channels begin with, so that several clusters share a server. It is followed by a colon, and what an ACL
     * allows is {@code ~prefix:*} and {@code &prefix:*}. The default is {@value #DEFAULT_PREFIX}.
     *
     * @param text 1 to 64 letters, digits, dots, colons, dashes or underscores
     * @return this
     */
    public B prefix(String text) {
        this.prefix = text;
        return self();
    }

    /**
     * How long a connection may take to be opened; what has to be proved on it may take as long again. The default is 3 seconds.
     *
     * @param timeout 100 milliseconds to 1 hour
     * @return this
     */
    public B connectTimeout(Duration timeout) {
        this.connectTimeout = timeout;
        return self();
    }

    /**
     * How long the server may be silent before the link is given up. What waits for an answer ends then. It is asked for a sign of life
     * four times in that time. The default is 4 seconds, which is less than the hub's timeout for operations.
     *
     * @param silence 100 milliseconds to 1 hour
     * @return this
     */
    public B patience(Duration silence) {
        this.patience = silence;
        return self();
    }

    /**
     * Ends reconnecting after so many attempts in a row, with {@link io.carillon.spi.PubSubSystem.Status#GAVE_UP}. The default is
     * to go on for ever. Between those attempts there are others that do not count, so that never more than 2 seconds pass without one: a
     * server that is back is found as soon as without a limit.
     *
     * @param attempts how many that count, 1 or more
     * @param delay between two that count
     * @return this
     */
    public B giveUpAfter(int attempts, Duration delay) {
        this.backoff = Backoff.limited(attempts, delay);
        return self();
    }

    /**
     * Whether the server must be there at the start. The default is yes. If not, {@code connect()} returns at once, and goes on trying.
     *
     * @param required whether a start without it fails
     * @return this
     */
    public B brokerRequired(boolean required) {
        this.brokerRequired = required;
        return self();
    }

    /**
     * The largest payload. All instances of a cluster should have the same. The default is 16 MiB.
     *
     * @param bytes 4,096 to 256 MiB
     * @return this
     */
    public B maxMessageBytes(int bytes) {
        this.maxMessageBytes = bytes;
        return self();
    }

    /**
     * How much may wait to be published, and for the server's word on it; what comes on top is refused. The default is 65,536 messages
     * and 64 MiB.
     *
     * @param messages 1 or more
     * @param bytes at least the largest payload
     * @return this
     */
    public B publishQueue(int messages, long bytes) {
        this.queueMessages = messages;
        this.queueBytes = bytes;
        return self();
    }

    /** What is set at the moment, with faults or without; see {@link RedisOptions#of}. */
    RedisOptions options() {
        return new RedisOptions(
                prefix, connectTimeout, patience, backoff, brokerRequired, maxMessageBytes, queueMessages, queueBytes);
    }

    @SuppressWarnings("unchecked") // what B is for
    private B self() {
        return (B) this;
    }
}
