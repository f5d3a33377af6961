package io.carillon.limits;

import io.carillon.limits.LimitsOptions.PerSecond;
import io.carillon.spi.Backplane;
import io.carillon.spi.ClusterValues;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of a {@link Limits}. What is not set is not limited. For one thread. */
public final class LimitsBuilder {
    private @Nullable PerSecond handshakes;
    private @Nullable Integer connections;
    private @Nullable Integer userConnections;
    private @Nullable ClusterValues values;
    private Duration placeLife = LimitsOptions.DEFAULT_PLACE_LIFE;
    private @Nullable Duration unauthenticated;
    private @Nullable Integer groups;
    private @Nullable Integer newGroups;
    private @Nullable Integer instanceNewGroups;
    private @Nullable PerSecond messages;
    private @Nullable PerSecond bytes;
    private @Nullable JoinPolicy joinPolicy;
    private Duration policyTime = Duration.ofSeconds(2);

    LimitsBuilder() {}

    /**
     * Handshakes on this instance. What comes on top gets 503, with {@code Retry-After}, before its token is looked at.
     *
     * @param perSecond 1 or more
     * @param atOnce how many may come at once after a quiet time, 1 or more
     * @return this
     */
    public LimitsBuilder handshakes(int perSecond, int atOnce) {
        this.handshakes = new PerSecond(perSecond, atOnce);
        return this;
    }

    /**
     * Connections on this instance, handshakes under way among them. One more gets 503, with {@code Retry-After}, before its token is
     * looked at.
     *
     * @param most 1 or more
     * @return this
     */
    public LimitsBuilder connections(int most) {
        this.connections = most;
        return this;
    }

    /**
     * Connections of one user, in the whole cluster if the {@link #backplane} can count there, otherwise on this instance. One more gets
     * 429. While the broker does not answer it is on this instance only.
     *
     * @param most 1 or more
     * @return this
     */
    public LimitsBuilder connectionsPerUser(int most) {
        this.userConnections = most;
        return this;
    }

    /**
     * Where the instances count the connections of a user together, if it has {@link Backplane#values() values}. All limits of the cluster
     * that have it count together.
     *
     * @param shared the hub's
     * @return this
     */
    public LimitsBuilder backplane(Backplane shared) {
        this.values = shared.values().orElse(null);
        return this;
    }

    /**
     * How long the connections of an instance that was killed still count for their users. Each connection of a known user costs a call to
     * the broker three times in this time. The default is 30 s.
     *
     * @param life 1 second to 1 hour
     * @return this
     */
    public LimitsBuilder placeLife(Duration life) {
        this.placeLife = life;
        return this;
    }

    /**
     * How long a connection of an open endpoint, one with {@link Limits#authenticator()}, may be nobody's. The application says that it knows
     * who it is with {@link io.carillon.jakarta.JakartaConnection#renew}; otherwise it is closed with {@link Limits#UNAUTHENTICATED}.
     *
     * @param longest more than zero, at most 1 hour; counted from the handshake
     * @return this
     */
    public LimitsBuilder unauthenticated(Duration longest) {
        this.unauthenticated = longest;
        return this;
    }

    /**
     * Groups that one connection may be in at once.
     *
     * @param most 1 or more
     * @return this
     */
    public LimitsBuilder groupsPerConnection(int most) {
        this.groups = most;
        return this;
    }

    /**
     * Groups that one connection may newly join. What it is in already does not count.
     *
     * @param perMinute 1 or more; so many at once after a quiet minute
     * @return this
     */
    public LimitsBuilder newGroupsPerConnection(int perMinute) {
        this.newGroups = perMinute;
        return this;
    }

    /**
     * Groups that may get their first member on this instance, for each of which it has to subscribe. A group that has one here does not
     * count.
     *
     * @param perMinute 1 or more; so many at once after a quiet minute
     * @return this
     */
    public LimitsBuilder newGroups(int perMinute) {
        this.instanceNewGroups = perMinute;
        return this;
    }

    /**
     * Messages from one connection. One more closes it with {@link Limits#TOO_MANY_MESSAGES}, and is not handed on.
     *
     * @param perSecond 1 to 1,000,000,000
     * @param atOnce how many may come at once after a quiet time, 1 to 1,000,000,000
     * @return this
     */
    public LimitsBuilder messages(int perSecond, int atOnce) {
        this.messages = new PerSecond(perSecond, atOnce);
        return this;
    }

    /**
     * Bytes from one connection, of UTF-8 for text. More close it with {@link Limits#TOO_MANY_BYTES}, and the message is not handed on.
     *
     * @param perSecond 1 to 1,000,000,000
     * @param atOnce how many may come at once after a quiet time, 1 to 1,000,000,000; at least the largest message that the endpoint takes,
     *     or that never passes
     * @return this
     */
    public LimitsBuilder bytes(int perSecond, int atOnce) {
        this.bytes = new PerSecond(perSecond, atOnce);
        return this;
    }

    /**
     * Who may join what. The default is everybody, everything. The policy has 2 s.
     *
     * @param policy is asked for every join through {@link Limits#registry}
     * @return this
     */
    public LimitsBuilder joinPolicy(JoinPolicy policy) {
        this.joinPolicy = policy;
        return this;
    }

    /**
     * Who may join what. The default is everybody, everything.
     *
     * @param policy is asked for every join through {@link Limits#registry}
     * @param within how long it may take, more than zero, at most 30 s; a join takes so much longer than the registry says
     * @return this
     */
    public LimitsBuilder joinPolicy(JoinPolicy policy, Duration within) {
        this.policyTime = within;
        return joinPolicy(policy);
    }

    /**
     * Checks and builds.
     *
     * @return the limits, for one instance
     * @throws IllegalArgumentException if something is out of bounds; the message lists all of it
     */
    public Limits build() {
        return build(new SystemRuntime());
    }

    Limits build(LimitsRuntime runtime) {
        LimitsOptions options = new LimitsOptions(
                handshakes,
                connections,
                userConnections,
                values,
                placeLife,
                unauthenticated,
                groups,
                newGroups,
                instanceNewGroups,
                messages,
                bytes,
                joinPolicy,
                policyTime);
        List<String> faults = options.faults();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("limits: " + String.join("; ", faults));
        }
        return new Limits(options, runtime);
    }
}
