package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.Target;
import io.carillon.spi.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The model of one connection, which checks everything that it is offered. */
final class Client implements Connection {
    enum State {
        REGISTERING,
        REGISTERED,
        GONE
    }

    private final Model model;
    private final ConnectionId id;
    private final Optional<String> user;
    final Map<String, Place> places = new HashMap<>();
    /** What it must get, and has not got. */
    final Set<Sent> awaited = new LinkedHashSet<>();

    private final Set<Integer> received = new HashSet<>();
    private final Map<String, Integer> lastOf = new HashMap<>();
    State state = State.REGISTERING;
    boolean askedToClose;

    Client(Model model, InstanceId instance, long number, Optional<String> user) {
        this.model = model;
        this.id = new ConnectionId(instance, number);
        this.user = user;
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
    public Offer offer(Message message) {
        Sent sent = model.sent(((Message.Text) message).text());
        expect(state != State.GONE, "gone, but got", sent);
        if (askedToClose) {
            return Offer.CLOSED;
        }
        expect(sent.result != Sent.Result.REFUSED, "got what was refused,", sent);
        expect(received.add(sent.id), "got twice", sent);
        Integer before = lastOf.put(sent.publisher + " " + sent.subject, sent.id);
        expect(before == null || before < sent.id, "after " + before + " got", sent);
        expect(sent.audience.targets().stream().anyMatch(this::mayBeBehind), "never asked for", sent);
        expect(
                sent.audience.exceptions().stream().noneMatch(target -> wasBehind(target, sent.step)),
                "is excepted from",
                sent);
        awaited.remove(sent);
        return Offer.ACCEPTED;
    }

    @Override
    public void close(CloseReason reason) {
        askedToClose = true;
        awaited.clear();
    }

    Place place(String group) {
        return places.computeIfAbsent(group, any -> new Place());
    }

    void gone() {
        state = State.GONE;
        awaited.clear();
    }

    boolean mustGet(Sent sent) {
        return state == State.REGISTERED
                && !askedToClose
                && sent.audience.targets().stream().anyMatch(this::isBehind)
                && sent.audience.exceptions().stream().noneMatch(this::mayBeBehind);
    }

    private boolean isBehind(Target target) {
        return target instanceof Target.Group group ? place(group.name()).isSurelyIn() : mayBeBehind(target);
    }

    private boolean wasBehind(Target target, long step) {
        return target instanceof Target.Group group ? place(group.name()).isSurelyInSince(step) : mayBeBehind(target);
    }

    boolean mayBeBehind(Target target) {
        if (target instanceof Target.Connection one) {
            return one.id().equals(id);
        } else if (target instanceof Target.User named) {
            return user.equals(Optional.of(named.name()));
        } else if (target instanceof Target.Group group) {
            return !place(group.name()).isSurelyOut();
        }
        return true;
    }

    private void expect(boolean holds, String what, Sent sent) {
        if (!holds) {
            model.fail(this + " " + what + " " + sent);
        }
    }

    @Override
    public String toString() {
        return id + (user.isPresent() ? " " + user.get() : "") + " " + state + places;
    }
}
