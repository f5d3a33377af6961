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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The model of one connection, which checks everything that it is offered. */
final class Client implements Connection {
    enum State {
        REGISTERING,
        REGISTERED,
        GONE
    }

    private final Model model;
    private final Reports reports;
    private final ConnectionId id;
    private final Optional<String> user;
    final Map<String, Place> places = new HashMap<>();
    /** What it must get, and has not got. */
    final Set<Sent> awaited = new LinkedHashSet<>();

    private final Set<Integer> received = new HashSet<>();
    private final Map<String, Integer> lastOf = new HashMap<>();
    State state = State.REGISTERING;
    boolean askedToClose;
    boolean leaving;
    /** Behind what the cluster knows it, beside its groups: not at once, when it came while the broker was away. */
    private final Set<Target> known = new HashSet<>();

    Client(Model model, Reports reports, InstanceId instance, long number, Optional<String> user) {
        this.model = model;
        this.reports = reports;
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
        Sent sent = model.sent(message);
        expect(state != State.GONE, "gone, but got", sent);
        if (askedToClose) {
            return Offer.CLOSED;
        }
        boolean staysHere = sent.result == Sent.Result.LOCAL_ONLY;
        expect(staysHere ? sent.publisher.equals(id.instance()) : sent.published, "got what was not sent here,", sent);
        expect(sent.result != Sent.Result.REFUSED, "got what was refused,", sent);
        expect(received.add(sent.id), "got twice", sent);
        if (!staysHere) {
            Integer before = lastOf.put(sent.publisher + " " + sent.subject, sent.id);
            expect(before == null || before < sent.id, "after " + before + " got", sent);
        }
        reports.delivered(sent);
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

    /** Its instance is about to let it go; from now on it may get what comes, or not. */
    void leave() {
        leaving = true;
        awaited.clear();
    }

    void gone() {
        state = State.GONE;
        awaited.clear();
    }

    /** If the broker takes it. */
    boolean mustGet(Sent sent) {
        return isAnnounced() && mustGet(sent, Place::isSurelyIn, known::contains);
    }

    /** If it stays on its sender's instance. */
    boolean mustGetHere(Sent sent) {
        return sent.publisher.equals(id.instance()) && mustGet(sent, Place::isSurelyInHere, user -> true);
    }

    boolean isAnnounced() {
        return known.contains(new Target.Everyone());
    }

    private boolean mustGet(Sent sent, Predicate<Place> isIn, Predicate<Target.User> isKnown) {
        return state == State.REGISTERED
                && !askedToClose
                && !leaving
                && sent.audience.targets().stream()
                        .anyMatch(target -> target instanceof Target.Group group
                                ? isIn.test(place(group.name()))
                                : mayBeBehind(target)
                                        && (!(target instanceof Target.User named) || isKnown.test(named)))
                && sent.audience.exceptions().stream().noneMatch(this::mayBeBehind);
    }

    /** What it must have got and has not. */
    List<Sent> missing() {
        return awaited.stream().filter(sent -> sent.isFor(this)).toList();
    }

    /** The cluster knows now that it is behind these. */
    void confirm(Set<Target> targets) {
        for (Target target : targets) {
            if (target instanceof Target.Group group) {
                place(group.name()).confirm();
            } else {
                known.add(target);
            }
        }
    }

    /** The cluster knows it now, with its user. */
    void confirm() {
        known.add(new Target.Everyone());
        user.ifPresent(name -> known.add(new Target.User(name)));
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
