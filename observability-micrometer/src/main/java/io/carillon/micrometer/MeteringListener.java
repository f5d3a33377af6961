package io.carillon.micrometer;

import io.carillon.Audience;
import io.carillon.Gap;
import io.carillon.Message;
import io.carillon.Target;
import io.carillon.local.HubObserver;

/** Counts what a hub tells. */
final class MeteringListener implements HubObserver {
    private final HubMeters meters;

    MeteringListener(HubMeters meters) {
        this.meters = meters;
    }

    @Override
    public FanOut fanOut(byte[] envelope) {
        long begun = System.nanoTime();
        return (accepted, refused) -> {
            meters.fanOut.record(System.nanoTime() - begun);
            meters.in.add();
            meters.out.add(HubMeters.Offered.ACCEPTED, accepted);
            meters.out.add(HubMeters.Offered.REFUSED, refused);
        };
    }

    @Override
    public void dropped(Drop why) {
        meters.dropped.add(HubMeters.Dropped.of(why));
    }

    @Override
    public void gap(Gap gap) {
        meters.gap(gap);
    }

    @Override
    public void resync(Target target) {
        meters.resyncs.add();
    }

    @Override
    public void unsent(Audience audience, Message message) {
        meters.dropped.add(HubMeters.Dropped.UNSENT);
    }
}
