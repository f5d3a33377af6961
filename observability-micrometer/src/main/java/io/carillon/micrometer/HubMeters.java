package io.carillon.micrometer;

import io.carillon.Gap;
import io.carillon.local.HubObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** What a hub tells. */
final class HubMeters {
    /** A gap's numbers come from the broker: no envelope may make a counter useless. */
    private static final long MOST_OF_ONE_GAP = 1_000_000;

    enum Offered implements Label {
        ACCEPTED,
        REFUSED
    }

    enum Dropped implements Label {
        MALFORMED,
        REPEATED,
        LANE_FULL,
        UNSENT;

        static Dropped of(HubObserver.Drop why) {
            return switch (why) {
                case MALFORMED -> MALFORMED;
                case REPEATED -> REPEATED;
                case LANE_FULL -> LANE_FULL;
            };
        }
    }

    final Total in =
            new Total("carillon.messages.in", "Messages from the broker that were offered to connections here");
    final Tally<Offered> out = new Tally<>(
            "carillon.messages.out",
            "outcome",
            Offered.class,
            "Offers of a message to a connection here, by what it said");
    final Tally<Dropped> dropped =
            new Tally<>("carillon.messages.dropped", "reason", Dropped.class, "Messages that nobody here gets");
    final Total resyncs = new Total("carillon.resyncs", "Times that messages to a group or user may have been missed");
    final Latency fanOut =
            new Latency("carillon.fanout", true, "How long it takes to offer a message to all connections here");
    private final Total gaps =
            new Total("carillon.gaps", "Times that numbers were missing among the messages of a publisher");
    private final Total lost = new Total("carillon.messages.lost", "Messages that gaps have told to be missing");

    void gap(Gap gap) {
        gaps.add();
        lost.add(Math.min(Math.max(1, gap.last() - gap.first() + 1), MOST_OF_ONE_GAP));
    }

    void bindTo(MeterRegistry registry, Tags tags) {
        in.bindTo(registry, tags);
        out.bindTo(registry, tags);
        dropped.bindTo(registry, tags);
        resyncs.bindTo(registry, tags);
        fanOut.bindTo(registry, tags);
        gaps.bindTo(registry, tags);
        lost.bindTo(registry, tags);
    }
}
