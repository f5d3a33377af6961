package io.carillon.local;

import io.carillon.Audience;
import io.carillon.InstanceId;
import io.carillon.Target;
import io.carillon.spi.Subject;

/** The model of one message. */
final class Sent {
    enum Result {
        OPEN,
        ACCEPTED,
        REFUSED,
        UNKNOWN
    }

    final int id;
    final InstanceId publisher;
    final Audience audience;
    final long step;
    /** When it was sent. */
    final long at;

    Result result = Result.OPEN;
    Subject subject = Subject.EVERYONE;
    long stream;
    long number;

    Sent(int id, InstanceId publisher, Audience audience, long step, long at) {
        this.id = id;
        this.publisher = publisher;
        this.audience = audience;
        this.step = step;
        this.at = at;
    }

    boolean mentions(Target target) {
        return audience.targets().contains(target) || audience.exceptions().contains(target);
    }

    /** As a gap names it. */
    Target gapTarget() {
        return switch (subject.kind()) {
            case GROUP -> new Target.Group(subject.name());
            case USER -> new Target.User(subject.name());
            default -> new Target.Everyone();
        };
    }

    @Override
    public String toString() {
        return "message " + id + " of " + publisher + " to " + audience + " (" + subject + " " + stream + "/" + number
                + ", " + result + ")";
    }
}
