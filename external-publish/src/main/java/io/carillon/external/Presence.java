package io.carillon.external;

import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Member;
import io.carillon.Target;
import io.carillon.spi.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which users and groups have connections of this instance. Only on the thread of {@link Control}, but for {@link #at}. */
final class Presence {
    private final ExternalOptions options;
    private final Subscriber subscriber;
    private final ConnectionRegistry registry;
    private final Map<ConnectionId, Present> here = new HashMap<>();
    private final Map<String, Interest> byChannel = new ConcurrentHashMap<>();

    Presence(ExternalOptions options, Subscriber subscriber, ConnectionRegistry registry) {
        this.options = options;
        this.subscriber = subscriber;
        this.registry = registry;
    }

    /** Any thread may call. */
    Optional<Interest> at(String channel) {
        return Optional.ofNullable(byChannel.get(channel));
    }

    /** Told again, as after a lease that was lost, it changes nothing. */
    void connected(Member member) {
        if (options.users() != null) {
            member.user().ifPresent(user -> enter(member.id(), options.users() + user, new Target.User(user)));
        }
    }

    void joined(Member member, String group) {
        if (options.groups() != null) {
            enter(member.id(), options.groups() + group, new Target.Group(group));
        }
    }

    void left(Member member, String group) {
        Present present = here.get(member.id());
        if (present != null && options.groups() != null) {
            leave(present, options.groups() + group);
        }
    }

    void disconnected(ConnectionId id) {
        Present present = here.remove(id);
        if (present != null) {
            Set.copyOf(present.channels()).forEach(channel -> leave(present, channel));
        }
    }

    /**
     * Lets go of those whom the registry does not have any more. A disconnection is told when the store has confirmed that the connection has
     * gone, and until then it may be long: nobody needs a channel for who is not here.
     */
    void sweep() {
        Set<ConnectionId> there =
                registry.connections().map(Connection::id).collect(Collectors.toCollection(HashSet::new));
        Set.copyOf(here.keySet()).stream().filter(id -> !there.contains(id)).forEach(this::disconnected);
    }

    void end() {
        byChannel.values().forEach(Interest::end);
    }

    private void enter(ConnectionId id, String channel, Target target) {
        Present present = here.computeIfAbsent(id, this::find);
        if (present == null) {
            return; // it has gone meanwhile
        }
        present.channels().add(channel);
        Interest interest = byChannel.get(channel);
        if (interest == null) {
            interest = new Interest(target);
            subscriber.listen(channel, interest);
            byChannel.put(channel, interest);
        }
        interest.enter(present.connection());
    }

    private void leave(Present present, String channel) {
        present.channels().remove(channel);
        Interest interest = byChannel.get(channel);
        if (interest != null && interest.leave(present.connection())) {
            byChannel.remove(channel);
        }
    }

    private @Nullable Present find(ConnectionId id) {
        return registry.connection(id)
                .map(connection -> new Present(connection, new HashSet<>(2)))
                .orElse(null);
    }

    /**
     * A connection of this instance.
     *
     * @param channels of its user and its groups
     */
    private record Present(Connection connection, Set<String> channels) {}
}
