package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.Target;
import io.carillon.spi.MembershipStore.Change;
import io.carillon.spi.MembershipStore.Departure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the books on what the store says it has changed: each coming and each going once, by turns. */
final class Ledger {
    private final Model model;
    private final Map<Target, Set<ConnectionId>> behind = new HashMap<>();

    Ledger(Model model) {
        this.model = model;
    }

    void added(ConnectionId id, Set<Target> targets, Change change) {
        for (Target target : change.changed()) {
            if (targets.contains(target)) {
                come(id, target, change.flipped().contains(target));
            } else {
                go(id, target, change.flipped().contains(target));
            }
        }
    }

    void removed(ConnectionId id, Change change) {
        change.changed().forEach(target -> go(id, target, change.flipped().contains(target)));
    }

    void purged(List<Departure> departures) {
        departures.forEach(gone -> go(gone.member().id(), gone.target(), gone.last()));
    }

    /** The broker has lost everything. */
    void forget() {
        behind.clear();
    }

    private void come(ConnectionId id, Target target, boolean first) {
        Set<ConnectionId> those = behind.computeIfAbsent(target, any -> new HashSet<>());
        if (!those.add(id) || first != (those.size() == 1 && !(target instanceof Target.Everyone))) {
            model.fail("the store says that " + id + " has come to " + target + ", first " + first + ", to " + those);
        }
    }

    private void go(ConnectionId id, Target target, boolean last) {
        Set<ConnectionId> those = behind.getOrDefault(target, new HashSet<>());
        if (!those.remove(id) || (last != those.isEmpty() && !(target instanceof Target.Everyone))) {
            model.fail("the store says that " + id + " has gone from " + target + ", last " + last + ", of " + those);
        }
    }
}
