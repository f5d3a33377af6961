package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.Target;
import io.carillon.spi.MembershipStore.Change;
import io.carillon.spi.MembershipStore.Departure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one instance has told its application of comings and goings, beside what the store has told it. */
final class Told {
    private final Map<String, Count> counts = new TreeMap<>();

    void added(ConnectionId id, Set<Target> targets, Change change, boolean inTime) {
        for (Target target : change.changed()) {
            boolean come = targets.contains(target);
            expect(come, id, target, change.flipped().contains(target), inTime);
        }
    }

    void removed(ConnectionId id, Change change, boolean inTime) {
        change.changed()
                .forEach(target -> expect(false, id, target, change.flipped().contains(target), inTime));
    }

    void purged(List<Departure> departures, boolean inTime) {
        departures.forEach(gone -> expect(false, gone.member().id(), gone.target(), gone.last(), inTime));
    }

    void tell(String event) {
        of(event).told++;
    }

    /** Empty if everything was told once that had to be, and nothing else. */
    String faults(boolean dead) {
        StringBuilder faults = new StringBuilder();
        counts.forEach((event, count) -> {
            if (count.told > count.certain + count.open || (!dead && count.told < count.certain)) {
                faults.append(event).append(' ').append(count).append("; ");
            }
        });
        return faults.toString();
    }

    private void expect(boolean come, ConnectionId id, Target target, boolean flipped, boolean inTime) {
        if (target instanceof Target.Everyone) {
            expect((come ? "connected " : "disconnected ") + id, inTime);
        } else if (target instanceof Target.Group group) {
            expect((come ? "joined " : "left ") + id + " " + group.name(), inTime);
        } else if (target instanceof Target.User user && flipped) {
            expect((come ? "online " : "offline ") + user.name(), inTime);
        }
    }

    /** What comes after the hub's own time counts as lost on the way. */
    private void expect(String event, boolean inTime) {
        if (inTime) {
            of(event).certain++;
        } else {
            of(event).open++;
        }
    }

    private Count of(String event) {
        return counts.computeIfAbsent(event, any -> new Count());
    }

    private static final class Count {
        private int certain;
        private int open;
        private int told;

        @Override
        public String toString() {
            return "told " + told + " times, expected " + certain + (open > 0 ? " to " + (certain + open) : "");
        }
    }
}
