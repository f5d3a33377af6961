package io.carillon.external;

import io.carillon.Overflow;
import io.carillon.spi.Backplane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of an {@link ExternalMessages}. For one thread. */
public final class ExternalMessagesBuilder {
    /** The largest payload: 65,536 bytes. */
    public static final int DEFAULT_MAX_BYTES = 64 << 10;
    /** How many messages may wait: 1,000. */
    public static final int DEFAULT_QUEUE = 1_000;

    private final Backplane backplane;
    private @Nullable String users;
    private @Nullable String groups;
    private @Nullable String everyone;
    private boolean byPattern;
    private PayloadReader reader = PayloadReader.text();
    private int maxBytes = DEFAULT_MAX_BYTES;
    private int queue = DEFAULT_QUEUE;
    private Overflow overflow = Overflow.DEFAULT;
    private SubscriptionPolicy whenRefused = SubscriptionPolicy.CLOSE;

    ExternalMessagesBuilder(Backplane backplane) {
        this.backplane = backplane;
    }

    /**
     * What is published on this prefix and a user's name is for that user.
     *
     * @param prefix 1 to 256 bytes of UTF-8, without {@code *}; no other channel's name may begin with it
     * @return this
     */
    public ExternalMessagesBuilder users(String prefix) {
        this.users = prefix;
        return this;
    }

    /**
     * What is published on this prefix and a group's name is for the members of that group.
     *
     * @param prefix 1 to 256 bytes of UTF-8, without {@code *}; no other channel's name may begin with it
     * @return this
     */
    public ExternalMessagesBuilder groups(String prefix) {
        this.groups = prefix;
        return this;
    }

    /**
     * What is published on this channel is for every connection.
     *
     * @param channel 1 to 512 bytes of UTF-8
     * @return this
     */
    public ExternalMessagesBuilder everyone(String channel) {
        this.everyone = channel;
        return this;
    }

    /**
     * Listens to one pattern for all users, and to one for all groups, rather than to the channels of those who are here: nothing is subscribed to
     * as they come and go, but this instance hears, and counts, what is for anybody. The default is by interest.
     *
     * @return this
     */
    public ExternalMessagesBuilder byPattern() {
        this.byPattern = true;
        return this;
    }

    /**
     * What makes messages of payloads. The default is {@link PayloadReader#text()}.
     *
     * @param makesMessages the application's own
     * @return this
     */
    public ExternalMessagesBuilder reader(PayloadReader makesMessages) {
        this.reader = makesMessages;
        return this;
    }

    /**
     * The largest payload; a larger one is skipped as malformed. The default is {@value #DEFAULT_MAX_BYTES}.
     *
     * @param most bytes, 1 or more
     * @return this
     */
    public ExternalMessagesBuilder maxBytes(int most) {
        this.maxBytes = most;
        return this;
    }

    /**
     * How many messages may wait to be read; what comes on top is dropped. The default is {@value #DEFAULT_QUEUE}.
     *
     * @param most 1 or more; with {@link #maxBytes} it bounds what strangers can have this process hold
     * @return this
     */
    public ExternalMessagesBuilder queue(int most) {
        this.queue = most;
        return this;
    }

    /**
     * What may happen to these messages where a client does not keep up. The default is what the transport does with all messages.
     *
     * @param wish as for a message that is sent
     * @return this
     */
    public ExternalMessagesBuilder overflow(Overflow wish) {
        this.overflow = wish;
        return this;
    }

    /**
     * What becomes of connections for which nothing can be heard. The default is {@link SubscriptionPolicy#CLOSE}; where the registry lets
     * connections in while the broker is away, {@link SubscriptionPolicy#RETRY} goes with that.
     *
     * @param policy which
     * @return this
     */
    public ExternalMessagesBuilder whenRefused(SubscriptionPolicy policy) {
        this.whenRefused = policy;
        return this;
    }

    /**
     * Checks and builds.
     *
     * @return what is to be started, for one instance
     * @throws IllegalArgumentException if something is out of bounds, or the backplane has no plain channels; the message lists all of it
     */
    public ExternalMessages build() {
        ExternalOptions options = options();
        return new ExternalMessages(options, backplane.channels().orElseThrow());
    }

    /** Checked. */
    ExternalOptions options() {
        ExternalOptions options = new ExternalOptions(
                backplane, users, groups, everyone, byPattern, reader, maxBytes, queue, overflow, whenRefused);
        List<String> faults = options.faults();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("external messages: " + String.join("; ", faults));
        }
        return options;
    }
}
