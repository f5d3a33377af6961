package io.carillon.tck;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Another backplane, with room to come between. */
class ForwardingBackplane implements Backplane, PubSubSystem, MembershipStore, ClusterValues, ExternalChannels {
    final Backplane real;

    ForwardingBackplane(Backplane real) {
        this.real = real;
    }

    @Override
    public PubSubSystem pubSub() {
        return this;
    }

    @Override
    public MembershipStore membership() {
        return this;
    }

    @Override
    public Optional<ClusterValues> values() {
        return real.values().map(any -> this);
    }

    @Override
    public Optional<ExternalChannels> channels() {
        return real.channels().map(any -> this);
    }

    @Override
    public CompletionStage<Subscription> subscribe(String channel, ChannelListener listener) {
        return real.channels().orElseThrow().subscribe(channel, listener);
    }

    @Override
    public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
        return real.channels().orElseThrow().subscribePattern(pattern, listener);
    }

    @Override
    public Set<Capability> capabilities() {
        return real.capabilities();
    }

    @Override
    public int maxMessageBytes() {
        return real.maxMessageBytes();
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        return real.pubSub().publish(subject, payload);
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        return real.pubSub().subscribe(subject, listener);
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        return real.pubSub().request(subject, payload, timeout);
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return real.pubSub().respond(subject, responder);
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        return real.pubSub().onStatus(listener);
    }

    @Override
    public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
        return real.membership().acquire(instance, above, duration);
    }

    @Override
    public CompletionStage<Boolean> renew(Lease lease) {
        return real.membership().renew(lease);
    }

    @Override
    public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
        return real.membership().add(lease, member, targets);
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        return real.membership().remove(lease, id, targets);
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return real.membership().members(target, page);
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return real.membership().count(target);
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return real.membership().groups(id);
    }

    @Override
    public CompletionStage<List<LeaseState>> leases() {
        return real.membership().leases();
    }

    @Override
    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
        return real.membership().purge(lease, limit);
    }

    @Override
    public CompletionStage<Void> put(String name, byte[] value, Duration life) {
        return real.values().orElseThrow().put(name, value, life);
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(String name) {
        return real.values().orElseThrow().get(name);
    }

    @Override
    public CompletionStage<Optional<byte[]>> take(String name) {
        return real.values().orElseThrow().take(name);
    }

    @Override
    public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
        return real.values().orElseThrow().hold(name, holder, limit, life);
    }

    @Override
    public CompletionStage<Void> release(String name, String holder) {
        return real.values().orElseThrow().release(name, holder);
    }
}
