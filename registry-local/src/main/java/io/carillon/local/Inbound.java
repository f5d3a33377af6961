package io.carillon.local;

import io.carillon.Gap;
import io.carillon.Target;
import io.carillon.spi.PubSubSystem.Listener;
import java.util.function.Consumer;

/**
 * Where messages come in: from the backplane's thread, which must do no work here, to the lane of their subject. Messages that
 * stay on this instance, by the policy for outages, take the same way from the lanes on.
 */
final class Inbound {
    private static final Target EVERYONE = new Target.Everyone();

    private final Lanes lanes;
    private final LocalFanOut fanOut;
    private final Interests interests;
    private final Beacons beacons;
    private final Watch watch;
    private final Events events;
    private final Consumer<Gap> gaps;

    Inbound(Lanes lanes, LocalFanOut fanOut, Interests interests, Beacons beacons, Watch watch, Events events) {
        this.lanes = lanes;
        this.fanOut = fanOut;
        this.interests = interests;
        this.beacons = beacons;
        this.watch = watch;
        this.events = events;
        this.gaps = events::gap;
    }

    /** What comes for a group or a user. False if there is no room for it. */
    boolean receive(Interest interest, byte[] payload) {
        Target target = interest.target();
        return lanes.offer(target, payload.length, () -> fanOut.deliver(target, interest.sequences(gaps), payload));
    }

    /** The inbox shares a lane with what is for everyone. */
    Listener forInbox() {
        return new Whole(payload -> {
            if (Watch.isProbe(payload)) {
                watch.probeReturned();
            } else {
                receiveInInbox(payload);
            }
        });
    }

    Listener forEveryone() {
        return new Whole(this::receiveForEveryone);
    }

    /** What does not go through the broker. False if there is no room for it. */
    boolean deliverHere(Target target, byte[] envelope) {
        if (target instanceof Target.Connection) {
            return receiveInInbox(envelope);
        } else if (target instanceof Target.Everyone) {
            return receiveForEveryone(envelope);
        }
        Interest interest = interests.find(target);
        return interest == null || receive(interest, envelope);
    }

    private boolean receiveInInbox(byte[] payload) {
        return lanes.offer(EVERYONE, payload.length, () -> fanOut.deliver(null, beacons.inbox, payload));
    }

    private boolean receiveForEveryone(byte[] payload) {
        return lanes.offer(EVERYONE, payload.length, () -> {
            if (Beacon.isBeacon(payload)) {
                beacons.received(payload);
            } else {
                fanOut.deliver(EVERYONE, beacons.everyone, payload);
            }
        });
    }

    /** A subscription of the instance as a whole. */
    private final class Whole implements Listener {
        private final Consumer<byte[]> receiver;

        Whole(Consumer<byte[]> receiver) {
            this.receiver = receiver;
        }

        @Override
        public void onMessage(byte[] payload) {
            receiver.accept(payload);
        }

        @Override
        public void onLost() {
            events.resync(EVERYONE);
        }
    }
}
