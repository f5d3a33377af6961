package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.Target;
import io.carillon.spi.MembershipStore.Change;
import io.carillon.spi.MembershipStore.Departure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What one instance has told its application of comings and goings, beside what the store has told it. */
final class Told {
    /** Of users: what only the store knows, so nobody is told if its answer is lost. */
    private final Map<String, Count> flips = new TreeMap<>();

    private final Map<String, Stay> stays = new TreeMap<>();

    void added(ConnectionId id, Set<Target> targets, Change change, boolean inTime) {
        for (Target target : change.changed()) {
            if (targets.contains(target)) {
                of(id, target).come.expect(inTime);
            }
        }
        flipped(change, targets, inTime);
    }

    /** It may have taken effect. */
    void unanswered(ConnectionId id, Set<Target> targets) {
        targets.forEach(target -> of(id, target).come.open++);
    }

    void removed(Change change, boolean inTime) {
        flipped(change, Set.of(), inTime);
    }

    /** Of the instance's own that is told at its end only. */
    void purged(List<Departure> departures, Predicate<ConnectionId> own, boolean inTime) {
        for (Departure gone : departures) {
            ConnectionId id = gone.member().id();
            of(id, gone.target()).swept.expect(inTime && !own.test(id));
            if (gone.last() && gone.target() instanceof Target.User user) {
                flip(false, user.name()).expect(inTime);
            }
        }
    }

    void came(ConnectionId id, Target target) {
        Stay stay = of(id, target);
        stay.come.told++;
        stay.again += stay.here ? 1 : 0;
        stay.here = true;
    }

    void went(ConnectionId id, Target target) {
        Stay stay = of(id, target);
        stay.swept.told++;
        stay.unmatched += stay.here ? 0 : 1;
        stay.here = false;
    }

    void flipped(boolean online, String user) {
        flip(online, user).told++;
    }

    /** Who was told last to be there. */
    boolean isHere(ConnectionId id, Target target) {
        return of(id, target).here;
    }

    /** Empty if everything was told that had to be, and nothing without a reason. */
    String faults(boolean dead) {
        StringBuilder faults = new StringBuilder();
        flips.forEach((event, count) -> {
            if (count.told > count.most() || (!dead && count.told < count.certain)) {
                faults.append(event).append(' ').append(count).append("; ");
            }
        });
        stays.forEach((what, stay) -> {
            boolean tooLittle = stay.come.told < stay.come.certain || stay.swept.told < stay.swept.certain;
            if (stay.again > stay.come.most() || stay.unmatched > stay.swept.most() || (!dead && tooLittle)) {
                faults.append(what).append(' ').append(stay).append("; ");
            }
        });
        return faults.toString();
    }

    private void flipped(Change change, Set<Target> come, boolean inTime) {
        for (Target target : change.flipped()) {
            if (target instanceof Target.User user) {
                flip(come.contains(target), user.name()).expect(inTime);
            }
        }
    }

    private Count flip(boolean online, String user) {
        return flips.computeIfAbsent((online ? "online " : "offline ") + user, any -> new Count());
    }

    /** Of a user nothing is told but the flips. */
    private Stay of(ConnectionId id, Target target) {
        return target instanceof Target.User ? new Stay() : stays.computeIfAbsent(id + " " + target, any -> new Stay());
    }

    /** One connection behind one target. */
    private static final class Stay {
        private final Count come = new Count();
        /** What was told beyond that is of those who were told to have come. */
        private final Count swept = new Count();

        private boolean here;
        /** How often it was told to have come while it was there. */
        private int again;
        /** How often it was told to have gone while it was not there. */
        private int unmatched;

        @Override
        public String toString() {
            return "come " + come + ", again " + again + ", gone " + swept + ", unmatched " + unmatched;
        }
    }

    private static final class Count {
        private int certain;
        private int open;
        private int told;

        /** What comes after the hub's own time counts as lost on the way. */
        private void expect(boolean inTime) {
            if (inTime) {
                certain++;
            } else {
                open++;
            }
        }

        private int most() {
            return certain + open;
        }

        @Override
        public String toString() {
            return "told " + told + " times, expected " + certain + (open > 0 ? " to " + most() : "");
        }
    }
}
