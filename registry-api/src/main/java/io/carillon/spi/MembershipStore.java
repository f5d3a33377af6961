package io.carillon.spi;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who is where, for the whole cluster. Entries belong to the instance that owns the connection; only that instance writes
 * them, and for one connection it waits for each write before it begins the next.
 *
 * <p><b>Guarantees.</b> A query that begins after a write's stage is done sees that write, on any instance. Writes are
 * idempotent: adding what is there and removing what is not are done without effect.
 *
 * <p><b>Targets.</b> A connection is written under the targets that it is behind: its groups, its user, and
 * {@link Target.Everyone}. {@link Target.One} is never written; it is asked for only.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks. Stages may complete on threads of the backplane's own.
 *
 * <p><b>Errors.</b> Stages fail with {@link io.carillon.BackplaneUnavailableException} when nothing happened, and
 * {@link io.carillon.BackplaneTimeoutException} when the outcome is unknown.
 */
public interface MembershipStore {

    /**
     * Lets an instance into the cluster.
     *
     * @param instance the instance
     * @return done when {@link #instances()} names it
     */
    CompletionStage<Void> enter(InstanceId instance);

    /**
     * Takes an instance out of the cluster, with all that it has written.
     *
     * @param instance the instance; an unknown one is no error
     * @return done when no query shows it or a connection of it
     */
    CompletionStage<Void> purge(InstanceId instance);

    /**
     * Writes a connection under some targets.
     *
     * @param member the connection and what the cluster is to know of it
     * @param targets what it is behind from now on, beside what it was
     * @return done when queries show it
     */
    CompletionStage<Void> add(Member member, Set<Target> targets);

    /**
     * Takes a connection away from under some targets.
     *
     * @param id the connection
     * @param targets what it is not behind any more
     * @return done when queries do not show it there
     */
    CompletionStage<Void> remove(ConnectionId id, Set<Target> targets);

    /**
     * The connections behind a target, a page at a time, ordered by connection.
     *
     * @param target whom to look for
     * @param page which part of the answer
     * @return the page; an empty one if nobody is there
     */
    CompletionStage<Page<Member>> members(Target target, Page.Request page);

    /**
     * How many connections are behind a target.
     *
     * @param target whom to count
     * @return the number. It must cost no more than a step per instance that has any
     */
    CompletionStage<Long> count(Target target);

    /**
     * The groups of a connection.
     *
     * @param id the connection
     * @return their names; none for an unknown connection
     */
    CompletionStage<Set<String>> groups(ConnectionId id);

    /**
     * The instances in the cluster.
     *
     * @return their ids
     */
    CompletionStage<Set<InstanceId>> instances();
}
