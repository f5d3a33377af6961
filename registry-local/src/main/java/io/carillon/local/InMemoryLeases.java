package io.carillon.local;

import io.carillon.InstanceId;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore.LeaseState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The leases of one JVM's instances, by one clock. Used under the lock of {@link InMemoryMembership}. */
final class InMemoryLeases {
    private final HubRuntime runtime;
    /** The newest lease of each instance. */
    private final Map<InstanceId, Term> terms = new HashMap<>();
    /** Earlier leases, and ended ones, that are not cleared up. */
    private final List<Lease> dead = new ArrayList<>();

    InMemoryLeases(HubRuntime runtime) {
        this.runtime = runtime;
    }

    Lease acquire(InstanceId instance, long above, Duration duration) {
        Term before = terms.get(instance);
        long epoch = above;
        if (before != null) {
            epoch = Math.max(epoch, before.lease.epoch());
            dead.add(before.lease);
        }
        for (Lease lease : dead) {
            if (lease.instance().equals(instance)) {
                epoch = Math.max(epoch, lease.epoch());
            }
        }
        Term term =
                new Term(new Lease(instance, epoch + 1), duration.toNanos(), runtime.nanoTime() + duration.toNanos());
        terms.put(instance, term);
        return term.lease;
    }

    boolean renew(Lease lease) {
        Term term = terms.get(lease.instance());
        if (term == null || !isLive(lease)) {
            return false;
        }
        term.deadline = runtime.nanoTime() + term.duration;
        return true;
    }

    boolean isLive(Lease lease) {
        Term term = terms.get(lease.instance());
        return term != null && term.lease.equals(lease) && runtime.nanoTime() - term.deadline < 0;
    }

    boolean allLive() {
        return dead.isEmpty() && terms.values().stream().allMatch(term -> isLive(term.lease));
    }

    List<LeaseState> states() {
        List<LeaseState> states = new ArrayList<>();
        terms.values().forEach(term -> states.add(new LeaseState(term.lease, isLive(term.lease))));
        dead.forEach(lease -> states.add(new LeaseState(lease, false)));
        return states;
    }

    /** It is dead from now on. */
    void end(Lease lease) {
        Term term = terms.get(lease.instance());
        if (term != null && term.lease.equals(lease)) {
            terms.remove(lease.instance());
            dead.add(lease);
        }
    }

    void expire(InstanceId instance) {
        Term term = terms.get(instance);
        if (term != null) {
            end(term.lease);
        }
    }

    void forget(Lease lease) {
        dead.remove(lease);
    }

    void clear() {
        terms.clear();
        dead.clear();
    }

    private static final class Term {
        private final Lease lease;
        private final long duration;
        private long deadline;

        Term(Lease lease, long duration, long deadline) {
            this.lease = lease;
            this.duration = duration;
            this.deadline = deadline;
        }
    }
}
