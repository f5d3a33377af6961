package io.carillon.local;

import io.carillon.BackplaneUnavailableException;
import io.carillon.JoinResult;
import io.carillon.LeaseLostException;
import io.carillon.RegistryException;

/** What the {@link OutagePolicy} means for registrations, joins and leaves. */
final class Outage {
    private final OutagePolicy policy;
    private final Watch watch;

    Outage(OutagePolicy policy, Watch watch) {
        this.policy = policy;
        this.watch = watch;
    }

    /** Whether what is asked for is done here now, and told to the cluster later. */
    boolean isOutlasted() {
        return !(policy instanceof OutagePolicy.Fail);
    }

    /** Whether there is no point in asking the broker, and no need. */
    boolean isNow() {
        return isOutlasted() && watch.isAway();
    }

    /** Whether a refusal is no reason to fail: nothing happened there, and what is done here will be told later. */
    boolean forgives(Throwable refusal) {
        RegistryException error = Operation.unwrap(refusal);
        return isOutlasted() && (error instanceof BackplaneUnavailableException || error instanceof LeaseLostException);
    }

    /** What a join that is done here only is answered with. */
    JoinResult result() {
        return policy instanceof OutagePolicy.Queue ? JoinResult.QUEUED : JoinResult.LOCAL_ONLY;
    }
}
