package io.carillon.local;

import io.carillon.Audience;
import io.carillon.InstanceId;
import io.carillon.Target;
import io.carillon.spi.Subject;
import java.util.LinkedHashSet;
import java.util.Set;

/** The model of one message. */
final class Sent {
    enum Result {
        OPEN,
        ACCEPTED,
        /** Went to the connections of its sender's instance, and must go to no others. */
        LOCAL_ONLY,
        /** Waits for the broker; becomes accepted, unknown or unsent. */
        QUEUED,
        UNSENT,
        REFUSED,
        UNKNOWN
    }

    final int id;
    final InstanceId publisher;
    final Audience audience;
    final long step;
    /** Who must get it if the broker takes it. */
    final Set<Client> everywhere = new LinkedHashSet<>();
    /** Who must get it if it stays on its sender's instance. */
    final Set<Client> here = new LinkedHashSet<>();

    Result result = Result.OPEN;
    Subject subject = Subject.EVERYONE;
    long stream;
    long number;
    /** Whether it was handed to the backplane, which did not refuse it at once. */
    boolean published;

    long publishedAt;
    /** When the broker had it. */
    long atBroker = Long.MAX_VALUE;

    Sent(int id, InstanceId publisher, Audience audience, long step) {
        this.id = id;
        this.publisher = publisher;
        this.audience = audience;
        this.step = step;
    }

    boolean mentions(Target target) {
        return audience.targets().contains(target) || audience.exceptions().contains(target);
    }

    /** Whether this one must get it, as far as is known. */
    boolean isFor(Client client) {
        return switch (result) {
            case ACCEPTED -> everywhere.contains(client);
            case LOCAL_ONLY -> here.contains(client);
            default -> false;
        };
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
