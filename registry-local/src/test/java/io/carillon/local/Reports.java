package io.carillon.local;

import io.carillon.Gap;
import io.carillon.InstanceId;
import io.carillon.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one instance was told of its losses. A number in a gap tells of one message only, and a resync of what a break of the
 * link has lost: the first one after that break.
 */
final class Reports {
    private final Model model;
    private final List<Lost> lost = new ArrayList<>();
    private final List<Resync> resyncs = new ArrayList<>();
    private final List<Overflow> overflows = new ArrayList<>();
    private final List<Break> breaks = new ArrayList<>();
    /** Of which messages a gap has told. */
    private final Set<Sent> told = new HashSet<>();
    /** What came to a connection of this instance. */
    private final Set<Sent> delivered = new HashSet<>();
    /** How many with a number were delivered or told to be lost. */
    private final Map<Numbered, Integer> accounted = new HashMap<>();

    Reports(Model model) {
        this.model = model;
    }

    void broken(long at, Duration longestWay) {
        breaks.add(new Break(at - longestWay.toNanos()));
    }

    void mended(long at) {
        breaks.forEach(one -> one.end = Math.min(one.end, at));
    }

    void gap(Gap gap, long at) {
        for (long number = gap.first(); number <= gap.last(); number++) {
            Numbered numbered = new Numbered(gap.target(), gap.publisher(), number);
            lost.add(new Lost(numbered, at));
            account(numbered, gap);
        }
    }

    void resync(Target target, long at, boolean overflow) {
        resyncs.add(new Resync(target, at, overflow));
    }

    void delivered(Sent sent) {
        if (sent.result != Sent.Result.LOCAL_ONLY && delivered.add(sent)) {
            account(Numbered.of(sent), sent);
        }
    }

    /** A lane was full for a while, and now it was told that something may have been lost. */
    void overflowed(Target target, long from, long at) {
        overflows.add(new Overflow(target, from, at));
    }

    /** Whether it was told that this one is lost. */
    boolean tellOf(Sent sent) {
        return told.contains(sent)
                || overflows.stream().anyMatch(one -> one.tellsOf(sent))
                || breaks.stream().anyMatch(one -> isToldOf(one, sent))
                || isInGap(sent);
    }

    /** By the first one that came after it, unless that may have been that of a lane. */
    private boolean isToldOf(Break one, Sent sent) {
        if (one.begin > sent.atBroker) {
            return false;
        }
        for (Resync resync : resyncs) {
            if (resync.at >= one.end && resync.target.equals(sent.gapTarget())) {
                if (resync.at >= sent.atBroker) {
                    return true;
                } else if (!resync.overflow) {
                    return false;
                }
            }
        }
        return false;
    }

    private boolean isInGap(Sent sent) {
        Numbered numbered = Numbered.of(sent);
        for (Lost one : lost) {
            if (one.at >= sent.publishedAt && one.numbered.equals(numbered)) {
                lost.remove(one);
                return told.add(sent);
            }
        }
        return false;
    }

    /** Of each number, no more can have come or be lost than were sent. */
    private void account(Numbered numbered, Object what) {
        int count = accounted.merge(numbered, 1, Integer::sum);
        if (count > model.published(numbered)) {
            model.fail("delivered and told to be lost: " + count + " of " + numbered + ", " + what);
        }
    }

    @Override
    public String toString() {
        return resyncs + " " + lost + " " + breaks;
    }

    /** What a gap can tell apart. */
    record Numbered(Target target, InstanceId publisher, long number) {
        static Numbered of(Sent sent) {
            return new Numbered(sent.gapTarget(), sent.publisher, sent.number);
        }
    }

    private record Lost(Numbered numbered, long at) {}

    private record Resync(Target target, long at, boolean overflow) {}

    private record Overflow(Target target, long from, long to) {
        boolean tellsOf(Sent sent) {
            return sent.atBroker >= from && sent.atBroker <= to && target.equals(sent.gapTarget());
        }
    }

    private static final class Break {
        private final long begin;
        private long end = Long.MAX_VALUE;

        Break(long begin) {
            this.begin = begin;
        }

        @Override
        public String toString() {
            return begin + "-" + end;
        }
    }
}
