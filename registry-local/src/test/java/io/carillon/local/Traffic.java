package io.carillon.local;

import io.carillon.InstanceId;
import io.carillon.spi.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one link has brought to its instance and what it has lost, so that every missing message can be accounted for. */
final class Traffic {
    private final Map<Subject, Map<InstanceId, List<Event>>> events = new HashMap<>();

    private enum Kind {
        ARRIVED,
        LOST,
        BEACON
    }

    private record Event(Kind kind, long stream, long number) {}

    /** A new subscription knows nothing of what came to an earlier one. */
    void begin(Subject subject) {
        events.put(subject, new HashMap<>());
    }

    void arrived(Subject subject, byte[] payload) {
        try {
            if (Watch.isProbe(payload)) {
                return;
            }
            if (Beacon.isBeacon(payload)) {
                Beacon beacon = Beacon.decode(payload);
                for (Beacon.Entry entry : beacon.entries()) {
                    add(entry.subject(), beacon.origin(), new Event(Kind.BEACON, entry.stream(), entry.last()));
                }
            } else {
                Envelope envelope = EnvelopeCodec.decode(payload);
                add(subject, envelope.origin(), new Event(Kind.ARRIVED, envelope.stream(), envelope.number()));
            }
        } catch (EnvelopeCodec.MalformedEnvelopeException e) {
            throw new AssertionError(e);
        }
    }

    void lost(Subject subject, byte[] payload) {
        if (!Beacon.isBeacon(payload) && !Watch.isProbe(payload)) {
            Envelope envelope = decode(payload);
            add(subject, envelope.origin(), new Event(Kind.LOST, envelope.stream(), envelope.number()));
        }
    }

    boolean hasArrived(Subject subject, byte[] payload) {
        if (Beacon.isBeacon(payload) || Watch.isProbe(payload)) {
            return false;
        }
        Envelope envelope = decode(payload);
        return of(subject, envelope.origin()).contains(new Event(Kind.ARRIVED, envelope.stream(), envelope.number()));
    }

    /**
     * Whether the instance could not know of a loss: because it had no base line (it had seen no number of that publisher
     * and no two beacons before), or because nothing has told it since (no later number of that stream and no two beacons of
     * it came before the next stream began).
     */
    boolean excuses(Subject subject, InstanceId publisher, long stream, long number) {
        List<Event> all = of(subject, publisher);
        int at = all.indexOf(new Event(Kind.LOST, stream, number));
        if (at < 0) {
            return false;
        }
        List<Event> before = all.subList(0, at);
        boolean baseLine = before.stream().anyMatch(event -> event.kind == Kind.ARRIVED)
                || before.stream().filter(event -> event.kind == Kind.BEACON).count() >= 2;
        if (!baseLine) {
            return true;
        }
        int beacons = 0;
        for (Event event : all.subList(at + 1, all.size())) {
            if (event.kind == Kind.LOST) {
                continue;
            }
            if (event.stream > stream) {
                return true;
            }
            if (event.stream == stream && event.number >= number) {
                beacons += event.kind == Kind.BEACON ? 1 : 2;
            }
            if (beacons >= 2) {
                return false;
            }
        }
        return true;
    }

    String of(Sent sent) {
        return of(sent.subject, sent.publisher).toString();
    }

    private void add(Subject subject, InstanceId publisher, Event event) {
        Map<InstanceId, List<Event>> ofSubject = events.get(subject);
        if (ofSubject != null) {
            ofSubject.computeIfAbsent(publisher, any -> new ArrayList<>()).add(event);
        }
    }

    private List<Event> of(Subject subject, InstanceId publisher) {
        return events.getOrDefault(subject, Map.of()).getOrDefault(publisher, List.of());
    }

    private static Envelope decode(byte[] payload) {
        try {
            return EnvelopeCodec.decode(payload);
        } catch (EnvelopeCodec.MalformedEnvelopeException e) {
            throw new AssertionError(e);
        }
    }
}
