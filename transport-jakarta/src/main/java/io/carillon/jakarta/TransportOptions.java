package io.carillon.jakarta;

import io.carillon.Health;
import io.carillon.Overflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of one endpoint. Each bounds what one client can cost the others.
 *
 * <p><b>Threads.</b> Immutable; the builder is for one thread.
 */
public final class TransportOptions {
    /** How many messages wait for one connection, by default. */
    public static final int DEFAULT_OUTBOX_MESSAGES = 256;
    /** How many bytes wait for one connection, by default: 1 MiB. */
    public static final int DEFAULT_OUTBOX_BYTES = 1 << 20;
    /**
     * The largest message that a client may send, by default: 64 KiB. It is what one connection can hold of the heap before
     * the application has seen a word of it. Chat and commands are far below; files belong into an upload.
     */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 16;
    /** How long one frame may take to leave, by default: 10 s. */
    public static final Duration DEFAULT_SEND_TIMEOUT = Duration.ofSeconds(10);

    /** How often a client is pinged, by default: every 30 s. */
    public static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(30);
    /** How long a pong is awaited, by default: 60 s. */
    public static final Duration DEFAULT_PONG_TIMEOUT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(TransportOptions.class);
    private static final long GRACE_NANOS = 500_000_000;
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    final int outboxMessages;
    final int outboxBytes;
    final int maxMessageBytes;
    final long sendTimeoutNanos;
    final long pingIntervalNanos;
    final long pongTimeoutNanos;
    final Overflow overflow;
    final Supplier<Health> health;
    private final OriginPolicy originPolicy;
    private final @Nullable HandshakeAuthenticator authenticator;
    final TransportListener listener;

    private TransportOptions(Builder builder) {
        this.outboxMessages = builder.outboxMessages;
        this.outboxBytes = builder.outboxBytes;
        this.maxMessageBytes = builder.maxMessageBytes;
        this.sendTimeoutNanos = builder.sendTimeout.toNanos();
        this.pingIntervalNanos = builder.pingInterval.toNanos();
        this.pongTimeoutNanos = builder.pongTimeout.toNanos();
        this.overflow = builder.overflow;
        this.health = builder.health;
        this.originPolicy = builder.originPolicy;
        this.authenticator = builder.authenticator;
        this.listener = builder.listener;
    }

    /**
     * All defaults.
     *
     * @return the options
     */
    public static TransportOptions ofDefaults() {
        return builder().build();
    }

    /**
     * A builder that starts with the defaults.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** What a client that was late has at least for its close code. */
    long graceNanos() {
        return Math.min(GRACE_NANOS, sendTimeoutNanos);
    }

    OriginPolicy originPolicy() {
        return originPolicy;
    }

    @Nullable
    HandshakeAuthenticator authenticator() {
        return authenticator;
    }

    /** Whatever the listener does with it, those who tell go on. */
    void tell(Consumer<TransportListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.error("a transport listener failed", e);
        }
    }

    /** Sets options one by one. */
    public static final class Builder {
        private int outboxMessages = DEFAULT_OUTBOX_MESSAGES;
        private int outboxBytes = DEFAULT_OUTBOX_BYTES;
        private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
        private Duration sendTimeout = DEFAULT_SEND_TIMEOUT;
        private Duration pingInterval = DEFAULT_PING_INTERVAL;
        private Duration pongTimeout = DEFAULT_PONG_TIMEOUT;
        private Overflow overflow = Overflow.of(Overflow.Policy.DISCONNECT);
        private OriginPolicy originPolicy = OriginPolicy.sameOrigin();
        private @Nullable HandshakeAuthenticator authenticator;
        private Supplier<Health> health = () -> Health.READY;
        private TransportListener listener = new TransportListener() {};

        private Builder() {}

        /**
         * How many messages may wait for one connection behind the one that is on its way. What becomes of the next one
         * is for {@link #overflow} to say.
         *
         * @param messages 1 or more; the default is {@value #DEFAULT_OUTBOX_MESSAGES}
         * @return this builder
         */
        public Builder outboxMessages(int messages) {
            this.outboxMessages = messages;
            return this;
        }

        /**
         * How many bytes of messages may wait for one connection behind the one that is on its way. A message that is
         * larger than this alone may wait where no other waits, so the most that one connection holds is this or one
         * message, besides the one on its way.
         *
         * @param bytes 1 or more, of UTF-8 for text; the default is {@value #DEFAULT_OUTBOX_BYTES}
         * @return this builder
         */
        public Builder outboxBytes(int bytes) {
            this.outboxBytes = bytes;
            return this;
        }

        /**
         * The largest message that a client may send, whole or in fragments. A larger one closes the connection with 1009.
         * A container's own limit may be lower for one frame, and then comes first.
         *
         * @param bytes 1 or more, of UTF-8 for text; the default is {@value #DEFAULT_MAX_MESSAGE_BYTES}
         * @return this builder
         */
        public Builder maxMessageBytes(int bytes) {
            this.maxMessageBytes = bytes;
            return this;
        }

        /**
         * How long one frame may take until the container has got rid of it, and how long a close waits for what is still
         * in the outbox. After that the connection is closed. Looked at twice a second.
         *
         * @param timeout more than zero, at most a day; the default is 10 s
         * @return this builder
         */
        public Builder sendTimeout(Duration timeout) {
            this.sendTimeout = timeout;
            return this;
        }

        /**
         * What happens to a message for which there is no room, unless its sender has chosen otherwise.
         *
         * @param policy the policy; the default is to disconnect
         * @return this builder
         */
        public Builder overflow(Overflow.Policy policy) {
            return overflow(Overflow.of(policy));
        }

        /**
         * What a connection may do with a message while its client does not keep up, unless its sender has chosen otherwise. With a
         * key, of all messages whose senders have chosen nothing only the newest waits: for endpoints that tell the state
         * of one thing.
         *
         * @param wish the policy and the key; without a policy, to disconnect
         * @return this builder
         */
        public Builder overflow(Overflow wish) {
            this.overflow = wish;
            return this;
        }

        /**
         * How often a client is pinged, give or take a fifth. A third of the idle timeout of what stands between, such as a
         * load balancer, or less.
         *
         * @param interval more than zero, at most a day; the default is 30 s
         * @return this builder
         */
        public Builder pingInterval(Duration interval) {
            this.pingInterval = interval;
            return this;
        }

        /**
         * How long a pong is awaited before the connection is closed with {@link io.carillon.CloseReason#NO_PONG}. Looked
         * at twice a second.
         *
         * @param timeout more than zero, at most a day; the default is 60 s
         * @return this builder
         */
        public Builder pongTimeout(Duration timeout) {
            this.pongTimeout = timeout;
            return this;
        }

        /**
         * Who hears how connections end, and what is dropped.
         *
         * @param hears the listener; by default nobody
         * @return this builder
         */
        public Builder listener(TransportListener hears) {
            this.listener = hears;
            return this;
        }

        /**
         * Which web pages may connect.
         *
         * @param policy the policy; the default is {@link OriginPolicy#sameOrigin()}
         * @return this builder
         */
        public Builder originPolicy(OriginPolicy policy) {
            this.originPolicy = policy;
            return this;
        }

        /**
         * Who finds out who a client is. With one, the endpoint lets in nobody whom no gate has sent: put the gate of your
         * container in front of it, with these options.
         *
         * @param asked the authenticator; by default nobody is asked, and everybody may come in
         * @return this builder
         */
        public Builder authenticator(HandshakeAuthenticator asked) {
            this.authenticator = asked;
            return this;
        }

        /**
         * How the registry is. While it is {@link Health#LEAVING}, gates answer 503, so that clients come in elsewhere.
         *
         * @param asked at every handshake, must not block; usually {@code registry::health}
         * @return this builder
         */
        public Builder health(Supplier<Health> asked) {
            this.health = asked;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @return the options
         * @throws IllegalArgumentException if something is out of range; the message lists every fault
         */
        public TransportOptions build() {
            List<String> faults = new ArrayList<>();
            atLeastOne("outboxMessages", outboxMessages, faults);
            atLeastOne("outboxBytes", outboxBytes, faults);
            atLeastOne("maxMessageBytes", maxMessageBytes, faults);
            atMostADay("sendTimeout", sendTimeout, faults);
            atMostADay("pingInterval", pingInterval, faults);
            atMostADay("pongTimeout", pongTimeout, faults);
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException("transport options: " + String.join("; ", faults));
            }
            return new TransportOptions(this);
        }

        private static void atLeastOne(String name, int value, List<String> faults) {
            if (value < 1) {
                faults.add(name + " is " + value + ", expected 1 or more");
            }
        }

        private static void atMostADay(String name, Duration value, List<String> faults) {
            if (value.isNegative() || value.isZero() || value.compareTo(MAX_TIMEOUT) > 0) {
                faults.add(name + " is " + value + ", expected more than zero and at most a day");
            }
        }
    }
}
