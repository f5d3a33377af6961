package io.carillon;

import io.carillon.spi.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Knows which connections exist, which groups they are in across the whole cluster, and brings one message to every connection it is meant for.
 * Write one of your own against your own broker, or take {@code Hub}; every transport accepts either.
 *
 * <p><b>Guarantees.</b> What one thread sends to one audience, one after the other, arrives in that order at every
 * connection that gets it, and once. A message that is sent after a join's stage has completed reaches the new member.
 * What is asked about the cluster ({@link #members(Target, Page.Request) members}, {@link #count(Target) count}, …) counts
 * a change from the moment when its stage has completed.
 *
 * <p><b>Threads.</b> Any thread may call any method. Methods that return a stage never block. A stage completes exactly
 * once, within the registry's operation timeout, and cannot be completed by its caller. What the caller chains to it never
 * runs on a thread of the broker's driver; it may run on the caller's own.
 *
 * <p><b>Errors.</b> A bad argument is thrown at once as {@link IllegalArgumentException}, before any effect. Everything
 * else is a {@link RegistryException} in the stage. A connection that fails, or throws against its contract, keeps a message
 * from no other.
 */
public interface ConnectionRegistry {

    /**
     * The instance that this registry is. Local, constant.
     *
     * @return its id, which no other registry of the cluster has or had
     */
    InstanceId instanceId();

    /**
     * Takes in a connection of this instance. Done when a message to its user, sent on any instance, reaches it.
     *
     * <p>A connection that is unregistered before this is done ends in no registry.
     *
     * @param connection a connection whose {@code id().instance()} is {@link #instanceId()}, a new one
     * @return done with {@link JoinResult#JOINED}; while the broker is away, what the policy for outages makes of it; or
     *     failed: then the connection is not registered
     * @throws IllegalArgumentException if its id names another instance, or is registered
     */
    CompletionStage<JoinResult> register(Connection connection);

    /**
     * Lets go of a connection of this instance, and of all its memberships. It does not close it. An unknown connection
     * is no error: unregistering twice does nothing.
     *
     * @param id the connection
     * @return done when no query of any instance shows it any more
     */
    CompletionStage<Void> unregister(ConnectionId id);

    /**
     * Makes a connection a member of a group, which exists from its first member to its last. Joining twice does nothing.
     *
     * @param id the connection
     * @param group the group's name: opaque, case-sensitive, any Unicode, 1 to 256 bytes of UTF-8
     * @return done with {@link JoinResult#JOINED} when the next message to the group, sent on any instance, reaches the
     *     connection; while the broker is away, what the policy for outages makes of it; or failed: then it is not a member,
     *     or, after a {@link BackplaneTimeoutException}, soon will not be
     * @throws IllegalArgumentException if the name is empty, too long, or no valid Unicode
     */
    CompletionStage<JoinResult> join(ConnectionId id, String group);

    /**
     * Ends a membership. Leaving a group that the connection is not in does nothing.
     *
     * @param id the connection
     * @param group the group's name
     * @return done when no message to the group that is sent from now on reaches the connection
     * @throws IllegalArgumentException if the name is empty, too long, or no valid Unicode
     */
    CompletionStage<Void> leave(ConnectionId id, String group);

    /**
     * The groups that a connection is in, on whatever instance it lives.
     *
     * @param id the connection
     * @return the names; none for an unknown connection
     */
    CompletionStage<Set<String>> groups(ConnectionId id);

    /**
     * Sends a message to every connection of the audience, in the whole cluster.
     *
     * <p>An audience that nobody is behind is no error: nobody is there to hear. The answer says what is known of the
     * message's way to the broker and nothing of clients, which may be slow or gone.
     *
     * @param audience whom it is for
     * @param message what they get
     * @param options how to send it
     * @return what became of it; or failed: then it was refused, and after anything but a
     *     {@link BackplaneTimeoutException} nobody gets it
     */
    CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options);

    /**
     * Closes every connection of the audience, in the whole cluster. Their owners unregister them as they close.
     *
     * <p>An audience of one connection and nothing else is asked of its owner, who answers for it. Any other travels as a
     * message does, and as of a message nobody answers for what became of it.
     *
     * @param audience whom to close
     * @param reason what the clients are told
     * @return for one connection: done when its owner has told it to close, or failed with {@link UnknownConnectionException}
     *     if there is no such connection; otherwise as for a message
     */
    CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason);

    /**
     * The connections behind a target, in the whole cluster, a page at a time: the members of a group, the connections of
     * a user, all connections, or the one connection if it exists. The order does not change from page to page.
     *
     * @param target whom to look for
     * @param page which part of the answer
     * @return the page; an empty one if nobody is there
     */
    CompletionStage<Page<Member>> members(Target target, Page.Request page);

    /**
     * The connections that live here. Local, no network; a snapshot that others may change meanwhile.
     *
     * @return a stream to filter or count
     */
    Stream<Connection> connections();

    /**
     * Sends a message without further options.
     *
     * @param audience whom it is for
     * @param message what they get
     * @return as {@link #send(Audience, Message, SendOptions)}
     */
    default CompletionStage<SendResult> send(Audience audience, Message message) {
        return send(audience, message, SendOptions.DEFAULT);
    }

    /**
     * Whether this registry can do what it is for. Local, no network. A registry that does not watch itself is always ready.
     *
     * @return how it is now
     */
    default Health health() {
        return Health.READY;
    }

    /**
     * Leaves gracefully: takes in no more connections, and closes those that live here with {@link CloseReason#GOING_AWAY},
     * so that their clients come back elsewhere. This default closes all of them at once; {@code Hub} spreads it over the
     * time, says by {@link #health()} that it is {@link Health#LEAVING}, and takes in none.
     *
     * @param within how long it may take, zero or more
     * @return done when no connection is registered here any more
     * @throws IllegalArgumentException if the time is negative
     */
    default CompletionStage<Void> drain(Duration within) {
        if (within.isNegative()) {
            throw new IllegalArgumentException("the time to drain is " + within + ", expected zero or more");
        }
        return CompletableFuture.allOf(connections()
                .map(connection -> {
                    connection.close(CloseReason.GOING_AWAY);
                    return unregister(connection.id()).toCompletableFuture();
                })
                .toArray(CompletableFuture<?>[]::new));
    }

    /**
     * Ends all memberships of a connection, one by one.
     *
     * @param id the connection
     * @return done when it is in no group; an unknown connection is in none
     */
    default CompletionStage<Void> leaveAll(ConnectionId id) {
        return groups(id)
                .thenCompose(groups -> CompletableFuture.allOf(groups.stream()
                        .map(group -> leave(id, group).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new)));
    }

    /**
     * All members of a group, in the whole cluster. Costs one query per 1,000 members; for large groups prefer
     * {@link #members(Target, Page.Request)}.
     *
     * @param group the group's name
     * @return the members
     * @throws IllegalArgumentException if the name is empty, too long, or no valid Unicode
     */
    default CompletionStage<List<Member>> members(String group) {
        return allMembers(new Target.Group(group), Page.Cursor.START, new ArrayList<>());
    }

    /**
     * All connections of a user, in the whole cluster.
     *
     * @param user the user's name
     * @return the connections; none if the user is offline
     * @throws IllegalArgumentException if the name is empty, too long, or no valid Unicode
     */
    default CompletionStage<List<Member>> connectionsOf(String user) {
        return allMembers(new Target.User(user), Page.Cursor.START, new ArrayList<>());
    }

    /**
     * How many connections are behind a target, in the whole cluster. Costs as much as reading all of them, unless the
     * registry knows a better way, as {@code Hub} does.
     *
     * @param target whom to count
     * @return the number, 0 if nobody is there
     */
    default CompletionStage<Long> count(Target target) {
        return allMembers(target, Page.Cursor.START, new ArrayList<>()).thenApply(members -> (long) members.size());
    }

    /**
     * How many members a group has, in the whole cluster.
     *
     * @param group the group's name
     * @return the number, 0 if there is no such group
     * @throws IllegalArgumentException if the name is empty, too long, or no valid Unicode
     */
    default CompletionStage<Long> count(String group) {
        return count(new Target.Group(group));
    }

    /**
     * The instances of the cluster that are alive. A registry that keeps no list of them names those that have
     * connections, and itself; {@code Hub} keeps one.
     *
     * @return their ids, this one's among them
     */
    default CompletionStage<Set<InstanceId>> instances() {
        return allMembers(new Target.Everyone(), Page.Cursor.START, new ArrayList<>())
                .thenApply(members -> {
                    Set<InstanceId> instances = new LinkedHashSet<>(Set.of(instanceId()));
                    members.forEach(member -> instances.add(member.id().instance()));
                    return instances;
                });
    }

    /**
     * A connection that lives here. Local, no network.
     *
     * @param id the connection
     * @return the connection; empty if it is unknown or lives elsewhere
     */
    default Optional<Connection> connection(ConnectionId id) {
        return connections().filter(connection -> connection.id().equals(id)).findAny();
    }

    /**
     * How many connections live here. Local, no network.
     *
     * @return the number
     */
    default int localCount() {
        return (int) connections().count();
    }

    private CompletionStage<List<Member>> allMembers(Target target, Page.Cursor start, List<Member> found) {
        CompletableFuture<List<Member>> all = new CompletableFuture<>();
        readOn(target, start, found, all);
        return all;
    }

    /** A loop, because thousands of pages may be there at once. */
    private void readOn(Target target, Page.Cursor start, List<Member> found, CompletableFuture<List<Member>> all) {
        Optional<Page.Cursor> next = Optional.of(start);
        while (next.isPresent()) {
            CompletableFuture<Page<Member>> read = members(target, new Page.Request(next.get(), Page.Request.MAX_SIZE))
                    .toCompletableFuture();
            if (!read.isDone() || read.isCompletedExceptionally()) {
                read.whenComplete((page, error) -> {
                    if (error != null) {
                        all.completeExceptionally(error instanceof CompletionException ? error.getCause() : error);
                        return;
                    }
                    found.addAll(page.items());
                    page.next()
                            .ifPresentOrElse(
                                    more -> readOn(target, more, found, all), () -> all.complete(List.copyOf(found)));
                });
                return;
            }
            Page<Member> page = read.join();
            found.addAll(page.items());
            next = page.next();
        }
        all.complete(List.copyOf(found));
    }
}
