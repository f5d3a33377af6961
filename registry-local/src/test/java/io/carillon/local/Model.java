package io.carillon.local;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.spi.Subject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the applications of all instances know: whom they have connected, what they have sent, and what they were told. */
final class Model {
    private static final int REMEMBERED = Integer.getInteger("carillon.steps", 40);

    final List<Client> clients = new ArrayList<>();
    final List<Sent> messages = new ArrayList<>();
    final Deque<String> log = new ArrayDeque<>();
    private final Map<Reports.Numbered, Integer> published = new HashMap<>();
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

    @Nullable
    Client find(ConnectionId id) {
        return clients.stream()
                .filter(client -> client.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    void check() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    Sent send(InstanceId publisher, Audience audience) {
        Sent sent = new Sent(messages.size(), publisher, audience, step);
        messages.add(sent);
        for (Client client : clients) {
            if (client.mustGetHere(sent)) {
                sent.here.add(client);
                client.awaited.add(sent);
            }
        }
        await(sent);
        return sent;
    }

    Sent sent(Message message) {
        return messages.get(Integer.parseInt(((Message.Text) message).text()));
    }

    /** How many were published with a number. */
    int published(Reports.Numbered numbered) {
        return published.getOrDefault(numbered, 0);
    }

    /** Sees each message on its way out. What had waited is for those who are there now. */
    void published(Subject subject, byte[] payload, CompletionStage<Void> outcome, long at) {
        Sent sent = sent(payload);
        CompletableFuture<Void> future = outcome.toCompletableFuture();
        if (sent == null || (future.isCompletedExceptionally() && !isUnknown(future))) {
            return;
        }
        if (sent.published) {
            fail("published twice: " + sent);
        }
        sent.published = true;
        sent.publishedAt = at;
        sent.subject = subject;
        sent.stream = stream(payload).stream();
        sent.number = stream(payload).number();
        published.merge(Reports.Numbered.of(sent), 1, Integer::sum);
        if (sent.result == Sent.Result.QUEUED) {
            await(sent);
            outcome.whenComplete(
                    (done, error) -> sent.result = error == null ? Sent.Result.ACCEPTED : Sent.Result.UNKNOWN);
        } else if (sent.result != Sent.Result.OPEN) {
            fail("published after all: " + sent);
        }
    }

    /** Sees each message when the broker has it. */
    void reached(byte[] payload, long at) {
        Sent sent = sent(payload);
        if (sent != null) {
            sent.atBroker = at;
        }
    }

    private void await(Sent sent) {
        sent.everywhere.clear();
        for (Client client : clients) {
            if (client.mustGet(sent)) {
                sent.everywhere.add(client);
                client.awaited.add(sent);
            }
        }
    }

    private @Nullable Sent sent(byte[] payload) {
        return !Beacon.isBeacon(payload)
                        && !Watch.isProbe(payload)
                        && stream(payload).effect() instanceof Effect.Deliver deliver
                ? sent(deliver.message())
                : null;
    }

    private static Envelope stream(byte[] payload) {
        try {
            return EnvelopeCodec.decode(payload);
        } catch (EnvelopeCodec.MalformedEnvelopeException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isUnknown(CompletableFuture<Void> failed) {
        return failed.handle((done, error) -> Operation.unwrap(error) instanceof BackplaneTimeoutException)
                .join();
    }
}
