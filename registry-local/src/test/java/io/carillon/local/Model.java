package io.carillon.local;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.spi.Subject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the applications of all instances know: whom they have connected, what they have sent, and what they were told. */
final class Model {
    private static final int REMEMBERED = 40;

    final List<Client> clients = new ArrayList<>();
    final List<Sent> messages = new ArrayList<>();
    final Deque<String> log = new ArrayDeque<>();
    long step;
    /** The first thing that went wrong; what a listener throws would be swallowed by the hub. */
    private @Nullable String failure;

    private int hash;

    void log(String what) {
        String line = step + " " + what;
        hash = 31 * hash + line.hashCode();
        log.add(line);
        if (log.size() > REMEMBERED) {
            log.remove();
        }
    }

    /** Two runs with the same one have gone the same way. */
    int trace() {
        return hash;
    }

    void fail(String what) {
        if (failure == null) {
            failure = what;
            log("FAILED: " + what);
        }
    }

    boolean isRegistered(ConnectionId id) {
        return clients.stream().anyMatch(client -> client.id().equals(id) && client.state == Client.State.REGISTERED);
    }

    void check() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    Sent send(InstanceId publisher, Audience audience, long now) {
        Sent sent = new Sent(messages.size(), publisher, audience, step, now);
        messages.add(sent);
        for (Client client : clients) {
            if (client.mustGet(sent)) {
                client.awaited.add(sent);
            }
        }
        return sent;
    }

    Sent sent(String text) {
        return messages.get(Integer.parseInt(text));
    }

    /** Sees each message on its way out. */
    void published(Subject subject, byte[] payload) {
        if (Beacon.isBeacon(payload) || Watch.isProbe(payload)) {
            return;
        }
        try {
            Envelope envelope = EnvelopeCodec.decode(payload);
            if (envelope.effect() instanceof Effect.Deliver deliver
                    && deliver.message() instanceof io.carillon.Message.Text text) {
                Sent sent = sent(text.text());
                sent.subject = subject;
                sent.stream = envelope.stream();
                sent.number = envelope.number();
            }
        } catch (EnvelopeCodec.MalformedEnvelopeException e) {
            throw new AssertionError(e);
        }
    }
}
