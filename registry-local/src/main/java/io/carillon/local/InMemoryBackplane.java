package io.carillon.local;

import io.carillon.InstanceId;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A backplane without a broker: give the same one to every hub of this JVM. For development, for tests, and for a service
 * that runs on one instance only; what it knows ends with the JVM.
 *
 * <p><b>Guarantees.</b> Those of {@link Backplane}, and one order for all: every subscriber of a subject sees the messages
 * of all publishers in the same order. Nothing is lost but what is published while more than 65,536 messages wait; such a
 * publish fails as unavailable.
 *
 * <p><b>Threads.</b> Any thread may call. One thread of its own delivers. It has no lease to keep and no network to wait
 * for, so most stages are done when they are returned.
 */
public final class InMemoryBackplane implements Backplane {
    private final HubRuntime runtime;
    private final InMemoryPubSub pubSub;
    private final InMemoryChannels channels;
    private final InMemoryMembership membership;
    private final InMemoryValues values;

    InMemoryBackplane(HubRuntime runtime) {
        this.runtime = runtime;
        this.pubSub = new InMemoryPubSub(runtime);
        this.channels = new InMemoryChannels(pubSub);
        this.membership = new InMemoryMembership(runtime);
        this.values = new InMemoryValues(runtime);
    }

    /**
     * A new one, which shares nothing with others.
     *
     * @return the backplane, to be closed when the hubs are
     */
    public static InMemoryBackplane create() {
        return new InMemoryBackplane(new SystemRuntime("in-memory"));
    }

    @Override
    public PubSubSystem pubSub() {
        return pubSub;
    }

    @Override
    public MembershipStore membership() {
        return membership;
    }

    @Override
    public Optional<ClusterValues> values() {
        return Optional.of(values);
    }

    @Override
    public Optional<ExternalChannels> channels() {
        return Optional.of(channels);
    }

    /**
     * Publishes on a plain channel, as somebody outside of Carillon would on a broker. For development and tests.
     *
     * @param channel where to, 1 to {@value ExternalChannels#MAX_NAME_BYTES} bytes of UTF-8
     * @param payload what
     * @return done when it will be delivered; failed if too much waits, or the backplane is closed
     */
    public CompletionStage<Void> publish(String channel, byte[] payload) {
        return channels.publish(channel, payload);
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.TOTAL_ORDER);
    }

    @Override
    public int maxMessageBytes() {
        return InMemoryPubSub.MAX_PAYLOAD_BYTES;
    }

    /** For tests: loses all that is written down, leases and values too, as a broker does that comes back empty. */
    public void forget() {
        membership.forget();
        values.forget();
    }

    /**
     * For tests: ends the lease of an instance, as if it had not been renewed in time. The instance finds out when it writes
     * or renews, and takes a new one.
     *
     * @param instance whose lease is dead from now on; nothing happens if it has none
     */
    public void expire(InstanceId instance) {
        membership.expire(instance);
    }

    @Override
    public void close() {
        pubSub.close();
        channels.close();
        membership.close();
        values.close();
        runtime.close();
    }
}
