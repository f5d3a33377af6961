package io.carillon.micrometer;

import io.carillon.Audience;
import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.local.HubObserver;

/** Counts, and hands everything on. */
final class ObservedListener implements HubObserver {
    private final RegistryListener listener;
    private final HubObserver observer;
    private final HubMeters meters;

    ObservedListener(RegistryListener listener, HubMeters meters) {
        this.listener = listener;
        this.observer = listener instanceof HubObserver given ? given : new HubObserver() {};
        this.meters = meters;
    }

    @Override
    public FanOut fanOut(byte[] envelope) {
        FanOut inner = observer.fanOut(envelope);
        long begun = System.nanoTime();
        return (accepted, refused) -> {
            meters.fanOut.record(System.nanoTime() - begun);
            meters.in.add();
            meters.out.add(HubMeters.Offered.ACCEPTED, accepted);
            meters.out.add(HubMeters.Offered.REFUSED, refused);
            inner.done(accepted, refused);
        };
    }

    @Override
    public void dropped(Drop why) {
        meters.dropped.add(HubMeters.Dropped.of(why));
        observer.dropped(why);
    }

    @Override
    public void gap(Gap gap) {
        meters.gap(gap);
        listener.gap(gap);
    }

    @Override
    public void resync(Target target) {
        meters.resyncs.add();
        listener.resync(target);
    }

    @Override
    public void unsent(Audience audience, Message message) {
        meters.dropped.add(HubMeters.Dropped.UNSENT);
        listener.unsent(audience, message);
    }

    @Override
    public void connected(Member member) {
        listener.connected(member);
    }

    @Override
    public void disconnected(Member member) {
        listener.disconnected(member);
    }

    @Override
    public void joined(Member member, String group) {
        listener.joined(member, group);
    }

    @Override
    public void left(Member member, String group) {
        listener.left(member, group);
    }

    @Override
    public void online(String user) {
        listener.online(user);
    }

    @Override
    public void offline(String user) {
        listener.offline(user);
    }

    @Override
    public void healthChanged(Health health) {
        listener.healthChanged(health);
    }
}
