package io.carillon.spi;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who is where, for the whole cluster. Entries belong to the lease under which they were written; only its instance writes
 * them, and for one connection it waits for each write before it begins the next.
 *
 * <p><b>Guarantees.</b> A query that begins after a write's stage is done sees that write, on any instance, unless the broker
 * has lost what it had confirmed, as one does that fails over. Each target is written in one step of its own. Queries show
 * only what was written under a lease that is live; clearing up the rest is housekeeping, and never needed for a right
 * answer. Writes are idempotent: adding what is there (which replaces what is known of the member under these targets) and removing what is not
 * are done without effect. Writes for one connection take effect in the order in which they were called, also those whose
 * answer was lost. A lease that has run out is dead for ever.
 *
 * <p><b>Time.</b> Leases are measured by the broker's clock where it has one. Where it has none, a reader takes a lease for
 * dead that it has seen unchanged for the whole duration by its own monotonic clock, its own link unbroken; the first one
 * that does so records it, and so it is dead for all. Two machines' clocks are never compared.
 *
 * <p><b>Targets.</b> A connection is written under the targets that it is behind: its groups, its user, and
 * {@link Target.Everyone}. {@link Target.Connection} is never written, and {@link IllegalArgumentException}
 * is thrown for trying; asked for, it shows the connection as long as that stands under {@link Target.Everyone}.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks. Stages may complete on threads of the backplane's own.
 *
 * <p><b>Errors.</b> Stages fail with {@link io.carillon.BackplaneUnavailableException} when nothing happened,
 * {@link io.carillon.BackplaneTimeoutException} when the outcome is unknown or only a part was done, and
 * {@link io.carillon.LeaseLostException} when the lease under which something was to be written is dead.
 */
public interface MembershipStore {

    /**
     * Lets an instance into the cluster, or back into it: its earlier leases are dead from now on.
     *
     * @param instance the instance
     * @param above the epoch of the lease that it had last, 0 if none: a store that has lost everything cannot know
     * @param duration how long the lease lives without being renewed, 1 second to 1 hour
     * @return the lease, with an epoch above that, and above all that the store remembers of the instance. Rule MS-1
     */
    CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration);

    /**
     * Keeps a lease alive for another whole duration.
     *
     * @param lease the lease
     * @return true if it lives on; false if it was dead, which it then stays. Rule MS-2
     */
    CompletionStage<Boolean> renew(Lease lease);

    /**
     * Writes a connection under some targets.
     *
     * @param lease under which lease
     * @param member the connection, of the lease's instance, and what the cluster is to know of it
     * @param targets what it is behind from now on, beside what it was
     * @return done when queries show it: what that has changed. If the connection still stood somewhere under an earlier,
     *     dead lease of its instance, and is not written there again, that is gone, and is told here too. Rule MS-3
     */
    CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets);

    /**
     * Takes a connection away from under some targets. A dead lease is no error: queries show nothing of it already, and what
     * is left of it may be removed or wait for the clearing up. What stands there under another lease is not touched.
     *
     * @param lease under which lease it was written
     * @param id the connection
     * @param targets what it is not behind any more
     * @return done when queries do not show it there: what that has changed. Rule MS-4
     */
    CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets);

    /**
     * The connections behind a target, a page at a time: instance by instance in an order of the store's own that does not
     * change, and by number within one.
     *
     * @param target whom to look for
     * @param page which part of the answer
     * @return the page; an empty one if nobody is there. Rule MS-5
     */
    CompletionStage<Page<Member>> members(Target target, Page.Request page);

    /**
     * How many connections are behind a target.
     *
     * @param target whom to count
     * @return the number. It must cost no more than a step per instance that has any. Rule MS-6
     */
    CompletionStage<Long> count(Target target);

    /**
     * The groups of a connection.
     *
     * @param id the connection
     * @return their names; none for an unknown connection. Rule MS-7
     */
    CompletionStage<Set<String>> groups(ConnectionId id);

    /**
     * The leases that the store knows: those that live, and those that are dead but not cleared up.
     *
     * @return one row for each. Rule MS-8
     */
    CompletionStage<List<LeaseState>> leases();

    /**
     * Ends a lease, if it lives, and clears up some of what was written under it, and in the end the lease itself. Two
     * instances may clear up the same lease; each entry is removed by one of them and told to that one, or, if its answer is
     * lost, to none.
     *
     * @param lease the caller's own lease, or one that {@link #leases()} has shown as dead
     * @param limit how many entries at most, 1 or more
     * @return what was removed; nothing if there is nothing left of the lease. Rule MS-9
     */
    CompletionStage<List<Departure>> purge(Lease lease, int limit);

    /**
     * What a write has changed, as the store saw it. Those whose lease is dead count until they are cleared up. So every
     * coming and every going is told to somebody, and once; but if the answer is lost, to nobody.
     *
     * @param changed the targets behind which the connection stood before and now does not, or the reverse
     * @param flipped those of them behind which nobody stood before, or nobody stands now; never {@link Target.Everyone}
     */
    record Change(Set<Target> changed, Set<Target> flipped) {}

    /**
     * A lease, and whether it lives.
     *
     * @param lease the lease
     * @param live whether it lives
     */
    record LeaseState(Lease lease, boolean live) {}

    /**
     * An entry that was removed because its lease was dead.
     *
     * @param member the connection
     * @param target what it was behind
     * @param last whether nobody is behind the target any more
     */
    record Departure(Member member, Target target, boolean last) {}
}
