package io.carillon.tck;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.spi.Connection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A connection without a client, which writes down what it is offered. Safe for use by several threads. */
public final class RecordingConnection implements Connection {
    private final ConnectionId id;
    private final Optional<String> user;
    private final Map<String, String> attributes;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final List<CloseReason> closes = new CopyOnWriteArrayList<>();
    private volatile Function<Message, Offer> answer = message -> Offer.ACCEPTED;

    /**
     * A connection with attributes.
     *
     * @param id its name
     * @param user who is behind it; empty for nobody
     * @param attributes what the cluster is to know of it
     */
    public RecordingConnection(ConnectionId id, Optional<String> user, Map<String, String> attributes) {
        this.id = id;
        this.user = user;
        this.attributes = Map.copyOf(attributes);
    }

    /**
     * A new connection of an instance.
     *
     * @param instance where it lives
     * @param user who is behind it
     * @return a connection without attributes
     */
    public static RecordingConnection of(InstanceId instance, String user) {
        return new RecordingConnection(ConnectionId.next(instance), Optional.of(user), Map.of());
    }

    /**
     * From now on it answers an offer as told; what it answers {@link Offer#ACCEPTED} to, it writes down.
     *
     * @param answer what it says to a message; may throw
     */
    public void answering(Function<Message, Offer> answer) {
        this.answer = answer;
    }

    /**
     * What it has accepted.
     *
     * @return the messages, in their order
     */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /**
     * What it has accepted, as text; of a binary message its bytes, read as UTF-8.
     *
     * @return the contents, in their order
     */
    public List<String> texts() {
        return messages.stream().map(RecordingConnection::text).toList();
    }

    /**
     * With what it was closed.
     *
     * @return the reasons, in their order; none while it is open
     */
    public List<CloseReason> closes() {
        return List.copyOf(closes);
    }

    @Override
    public ConnectionId id() {
        return id;
    }

    @Override
    public Optional<String> user() {
        return user;
    }

    @Override
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public Offer offer(Message message) {
        Offer outcome = answer.apply(message);
        if (outcome == Offer.ACCEPTED) {
            messages.add(message);
        }
        return outcome;
    }

    @Override
    public void close(CloseReason reason) {
        closes.add(reason);
    }

    private static String text(Message message) {
        return message instanceof Message.Text text
                ? text.text()
                : StandardCharsets.UTF_8
                        .decode(((Message.Binary) message).bytes())
                        .toString();
    }
}
