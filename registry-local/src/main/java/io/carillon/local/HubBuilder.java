package io.carillon.local;

import io.carillon.InstanceId;
import io.carillon.RegistryListener;
import io.carillon.spi.Backplane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The options of a {@link Hub}. Not safe for use by several threads. */
public final class HubBuilder {
    /** How long an operation may take: {@value} seconds. */
    public static final int DEFAULT_OPERATION_TIMEOUT_SECONDS = 5;
    /** How long an instance that has died is taken for alive: {@value} seconds. */
    public static final int DEFAULT_LEASE_SECONDS = 10;
    /** How long a subscription outlives the last connection that needed it: {@value} seconds. */
    public static final int DEFAULT_LINGER_SECONDS = 2;
    /** How many messages may wait in one fan-out lane: {@value}. */
    public static final int DEFAULT_LANE_MESSAGES = 1_000;
    /** How many bytes may wait in one fan-out lane: {@value}. */
    public static final long DEFAULT_LANE_BYTES = 64L * 1024 * 1024;

    private static final int DEFAULT_LANES = 4;

    private String name = "instance";
    private Duration operationTimeout = Duration.ofSeconds(DEFAULT_OPERATION_TIMEOUT_SECONDS);
    private Duration lease = Duration.ofSeconds(DEFAULT_LEASE_SECONDS);
    private final List<RegistryListener> listeners = new ArrayList<>();
    private Duration linger = Duration.ofSeconds(DEFAULT_LINGER_SECONDS);
    private int lanes = DEFAULT_LANES;
    private int laneMessages = DEFAULT_LANE_MESSAGES;
    private long laneBytes = DEFAULT_LANE_BYTES;
    private OutagePolicy outagePolicy = OutagePolicy.FAIL;
    private boolean brokerRequired = true;
    private Duration queryCache = Duration.ZERO;
    private @Nullable Backplane backplane;

    HubBuilder() {}

    /**
     * What this instance shares with the others. Required. The hub does not close it.
     *
     * @param backplane the backplane
     * @return this
     */
    public HubBuilder backplane(Backplane backplane) {
        this.backplane = backplane;
        return this;
    }

    /**
     * A name for people. The {@link InstanceId} is this name, a dot, and a random token, so two instances may have the
     * same name. The default is {@code instance}.
     *
     * @param name any Unicode, 1 to 236 bytes of UTF-8
     * @return this
     */
    public HubBuilder name(String name) {
        this.name = name;
        return this;
    }

    /**
     * How long an operation may take before its stage fails. The default is 5 seconds.
     *
     * @param timeout more than zero, at most 1 hour
     * @return this
     */
    public HubBuilder operationTimeout(Duration timeout) {
        this.operationTimeout = timeout;
        return this;
    }

    /**
     * How long an instance is taken for alive after its last sign of life, which it gives three times in that time. When an
     * instance crashes, its connections vanish from all queries within this time. The default is 10 seconds.
     *
     * @param lease 1 second to 1 hour; all instances of a cluster should have the same
     * @return this
     */
    public HubBuilder lease(Duration lease) {
        this.lease = lease;
        return this;
    }

    /**
     * Adds one who hears what happens: who comes and goes, what was lost; a {@link HubObserver} also what becomes of each message.
     * Several hear everything, in the order in which they were added.
     *
     * @param listener one more
     * @return this
     */
    public HubBuilder listener(RegistryListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * How long a subscription outlives the last connection that needed it, so that one who comes back at once finds it
     * there. The default is 2 seconds.
     *
     * @param linger zero to 1 hour
     * @return this
     */
    public HubBuilder linger(Duration linger) {
        this.linger = linger;
        return this;
    }

    /**
     * How many threads walk the members of groups at a time, out of twice as many, which take turns. A huge group delays only what shares
     * its lane. The default is 4.
     *
     * @param lanes 1 to 64
     * @return this
     */
    public HubBuilder lanes(int lanes) {
        this.lanes = lanes;
        return this;
    }

    /**
     * How much may wait in one fan-out lane; what comes on top is dropped, and told as a {@link io.carillon.Gap}. The default
     * is 1,000 messages and 64 MiB.
     *
     * @param messages 1 or more
     * @param bytes 1 or more
     * @return this
     */
    public HubBuilder laneCapacity(int messages, long bytes) {
        this.laneMessages = messages;
        this.laneBytes = bytes;
        return this;
    }

    /**
     * What becomes of messages, registrations and joins while the broker is away. The default is
     * {@link OutagePolicy#FAIL}.
     *
     * @param policy the policy
     * @return this
     */
    public HubBuilder outagePolicy(OutagePolicy policy) {
        this.outagePolicy = policy;
        return this;
    }

    /**
     * Whether the broker must be there when the hub starts. The default is yes. If not, {@link #start()} is done at once; the
     * hub says by its {@link Hub#health()} that it is not ready, and enters the cluster as soon as the broker lets it.
     * Meanwhile the {@linkplain #outagePolicy policy for outages} holds.
     *
     * @param required whether a start without a broker fails
     * @return this
     */
    public HubBuilder brokerRequired(boolean required) {
        this.brokerRequired = required;
        return this;
    }

    /**
     * Lets {@link Hub#members(io.carillon.Target, io.carillon.Page.Request) members} and
     * {@link Hub#count(io.carillon.Target) count}, and what is built on them, give answers that are up to so old, so that many
     * who ask the same cost one question to the broker. The default is none: every answer is the broker's own.
     *
     * <p>What is given up: a change on another instance, also a join that was asked for here of a connection there, may be seen
     * that much later, page by page apart, and who has died that much longer. What is written for connections of this instance is
     * seen at once, as without it. Failures are not kept. Kept are at most 100,000 members and as many numbers.
     *
     * @param maxAge how old an answer may be, counted from when it was asked for; zero for none, at most 1 hour
     * @return this
     */
    public HubBuilder queryCache(Duration maxAge) {
        this.queryCache = maxAge;
        return this;
    }

    /**
     * Enters the cluster.
     *
     * @return the hub, when its place in the cluster and its subscriptions are confirmed; or failed: then nothing of it
     *     stays behind
     * @throws IllegalArgumentException if options are missing or out of bounds; the message lists all of them
     */
    public CompletionStage<Hub> start() {
        return start(null);
    }

    CompletionStage<Hub> start(@Nullable HubRuntime runtime) {
        HubOptions options = new HubOptions(
                name,
                operationTimeout,
                lease,
                linger,
                lanes,
                laneMessages,
                laneBytes,
                outagePolicy,
                brokerRequired,
                queryCache,
                List.copyOf(listeners));
        List<String> faults = options.faults();
        if (backplane == null) {
            faults.add("a backplane is missing");
        }
        if (backplane == null || !faults.isEmpty()) {
            throw new IllegalArgumentException("cannot start a hub: " + String.join("; ", faults));
        }
        return new Hub(options, backplane, runtime == null ? new SystemRuntime(name) : runtime).start();
    }
}
