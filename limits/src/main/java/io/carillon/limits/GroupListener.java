package io.carillon.limits;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.Target;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts the groups that connections have joined and left past the limits, which is told a moment after it has happened; of what was asked
 * for through the limits it says what is known already.
 */
final class GroupListener implements RegistryListener {
    private final RegistryListener delegate;
    private final ConcurrentMap<ConnectionId, LimitedConnection> registered;

    GroupListener(RegistryListener delegate, ConcurrentMap<ConnectionId, LimitedConnection> registered) {
        this.delegate = delegate;
        this.registered = registered;
    }

    @Override
    public void joined(Member member, String group) {
        LimitedConnection here = registered.get(member.id());
        if (here != null) {
            here.groups().joined(group);
        }
        delegate.joined(member, group);
    }

    @Override
    public void left(Member member, String group) {
        LimitedConnection here = registered.get(member.id());
        if (here != null) {
            here.groups().left(group);
        }
        delegate.left(member, group);
    }

    @Override
    public void connected(Member member) {
        delegate.connected(member);
    }

    @Override
    public void disconnected(Member member) {
        delegate.disconnected(member);
    }

    @Override
    public void online(String user) {
        delegate.online(user);
    }

    @Override
    public void offline(String user) {
        delegate.offline(user);
    }

    @Override
    public void gap(Gap gap) {
        delegate.gap(gap);
    }

    @Override
    public void resync(Target target) {
        delegate.resync(target);
    }

    @Override
    public void unsent(Audience audience, Message message) {
        delegate.unsent(audience, message);
    }

    @Override
    public void healthChanged(Health health) {
        delegate.healthChanged(health);
    }
}
