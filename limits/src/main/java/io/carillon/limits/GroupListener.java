package io.carillon.limits;

import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.RegistryListener;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts the groups that connections have joined and left past the limits, which is told a moment after it has happened; of what was asked
 * for through the limits it says what is known already.
 */
final class GroupListener implements RegistryListener {
    private final ConcurrentMap<ConnectionId, LimitedConnection> registered;

    GroupListener(ConcurrentMap<ConnectionId, LimitedConnection> registered) {
        this.registered = registered;
    }

    @Override
    public void joined(Member member, String group) {
        LimitedConnection here = registered.get(member.id());
        if (here != null) {
            here.groups().toldJoined(group);
        }
    }

    @Override
    public void left(Member member, String group) {
        LimitedConnection here = registered.get(member.id());
        if (here != null) {
            here.groups().toldLeft(group);
        }
    }
}
