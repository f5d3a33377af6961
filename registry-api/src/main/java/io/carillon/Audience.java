package io.carillon;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whom a message is for: the connections behind any of the targets, minus those behind any of the exceptions. A
 * connection that is behind several targets gets the message once.
 *
 * <pre>{@code
 * Audience.group("lobby").except(id)                    // everyone in the lobby but this connection
 * Audience.user("ada").and(Audience.user("grace"))      // all connections of both
 * Audience.everyone().except(Audience.group("muted"))   // whoever is not in the group
 * }</pre>
 *
 * <p>Cost: an audience of one target travels on that target's own subject, to the instances that have such a connection.
 * An audience of several targets travels once, on the subject that all instances listen to.
 *
 * @param targets whom it is for, 1 to 256 targets
 * @param exceptions whom it is not for, at most 256 targets
 */
public record Audience(Set<Target> targets, Set<Target> exceptions) {
    /** The most targets, and the most exceptions, that one audience may have. */
    public static final int MAX_TARGETS = 256;

    /**
     * Copies the sets, which keep their order.
     *
     * @param targets whom it is for
     * @param exceptions whom it is not for
     * @throws IllegalArgumentException if there is no target, or more than 256 targets or exceptions
     */
    public Audience {
        targets = copy("targets", targets);
        exceptions = copy("exceptions", exceptions);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("an audience needs at least one target");
        }
    }

    /**
     * One connection.
     *
     * @param id the connection
     * @return its audience
     */
    public static Audience connection(ConnectionId id) {
        return of(new Target.Connection(id));
    }

    /**
     * All connections of a user.
     *
     * @param name the user
     * @return its audience
     * @throws IllegalArgumentException if the name is empty or longer than 256 bytes
     */
    public static Audience user(String name) {
        return of(new Target.User(name));
    }

    /**
     * All members of a group.
     *
     * @param name the group
     * @return its audience
     * @throws IllegalArgumentException if the name is empty or longer than 256 bytes
     */
    public static Audience group(String name) {
        return of(new Target.Group(name));
    }

    /**
     * Every connection of the cluster.
     *
     * @return their audience
     */
    public static Audience everyone() {
        return of(new Target.Everyone());
    }

    /**
     * All that are behind any of these targets.
     *
     * @param targets 1 to 256 targets
     * @return their audience
     * @throws IllegalArgumentException if there is no target, or more than 256
     */
    public static Audience of(Target... targets) {
        return new Audience(new LinkedHashSet<>(List.of(targets)), Set.of());
    }

    /**
     * This audience and another one, joined: the targets of both, minus the exceptions of both. An exception of either
     * side holds for the whole.
     *
     * @param other the other audience
     * @return the joined audience
     * @throws IllegalArgumentException if that makes more than 256 targets or exceptions
     */
    public Audience and(Audience other) {
        return new Audience(union(targets, other.targets), union(exceptions, other.exceptions));
    }

    /**
     * This audience without some connections.
     *
     * @param ids the connections that get nothing
     * @return the smaller audience
     * @throws IllegalArgumentException if that makes more than 256 exceptions
     */
    public Audience except(ConnectionId... ids) {
        List<Target> more = Stream.of(ids).<Target>map(Target.Connection::new).toList();
        return new Audience(targets, union(exceptions, more));
    }

    /**
     * This audience without the targets of another one.
     *
     * @param other whoever is behind a target of it gets nothing; it must have no exceptions of its own
     * @return the smaller audience
     * @throws IllegalArgumentException if the other one has exceptions, or if that makes more than 256
     */
    public Audience except(Audience other) {
        if (!other.exceptions.isEmpty()) {
            throw new IllegalArgumentException("what is excepted must not have exceptions of its own");
        }
        return new Audience(targets, union(exceptions, other.targets));
    }

    private static Set<Target> union(Set<Target> some, Collection<Target> more) {
        Set<Target> both = new LinkedHashSet<>(some);
        both.addAll(more);
        return both;
    }

    private static Set<Target> copy(String what, Set<Target> set) {
        if (set.size() > MAX_TARGETS) {
            throw new IllegalArgumentException(
                    "an audience has " + set.size() + " " + what + ", expected at most " + MAX_TARGETS);
        }
        return set.size() <= 1 ? Set.copyOf(set) : Collections.unmodifiableSet(new LinkedHashSet<>(set));
    }
}
