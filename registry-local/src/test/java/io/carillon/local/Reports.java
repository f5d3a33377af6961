package io.carillon.local;

import io.carillon.Gap;
import io.carillon.InstanceId;
import io.carillon.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one instance was told of its losses. A number in a gap tells of one message only, a resync of all before it. */
final class Reports {
    private final List<Lost> lost = new ArrayList<>();
    private final List<Resync> resyncs = new ArrayList<>();
    /** Of which messages a gap has told. */
    private final Set<Sent> told = new HashSet<>();

    void gap(Gap gap, long at) {
        for (long number = gap.first(); number <= gap.last(); number++) {
            lost.add(new Lost(gap.target(), gap.publisher(), number, at));
        }
    }

    void resync(Target target, long at) {
        resyncs.add(new Resync(target, at));
    }

    /** Whether anything that was told since it was sent tells of this one. */
    boolean tellOf(Sent sent) {
        if (told.contains(sent)) {
            return true;
        }
        for (Resync resync : resyncs) {
            if (resync.at >= sent.at && resync.target.equals(sent.gapTarget())) {
                return true;
            }
        }
        for (Lost one : lost) {
            if (one.at >= sent.at
                    && one.number == sent.number
                    && one.publisher.equals(sent.publisher)
                    && one.target.equals(sent.gapTarget())) {
                lost.remove(one);
                return told.add(sent);
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return resyncs + " " + lost;
    }

    private record Lost(Target target, InstanceId publisher, long number, long at) {}

    private record Resync(Target target, long at) {}
}
