package io.carillon.limits;

import io.carillon.Member;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Says who may join what. It is asked for every {@code join} through {@link Limits#registry}; joins that the application wants on its
 * own account go to the registry behind it, and are not asked about.
 *
 * <p><b>Guarantees.</b> A join is carried out after the answer, and only if that is {@link Decision#ALLOWED}. A throw, a stage that fails,
 * a null, or no answer in time is a refusal.
 *
 * <p><b>Threads.</b> Several at once, named {@code carillon-limits-policy-…}, of which there are at most 16 in the process; never a thread of
 * the broker's driver or of a container. It may block on one, but while all of them are blocked, joins are refused.
 */
@FunctionalInterface
public interface JoinPolicy {

    /**
     * Says whether a connection may join a group.
     *
     * @param member the connection, with its user and attributes
     * @param group the group's name, as the client may have chosen it: any Unicode, 1 to 256 bytes of UTF-8
     * @return the decision, within the time that {@link LimitsBuilder#joinPolicy} has set
     */
    CompletionStage<Decision> decide(Member member, String group);

    /**
     * What a policy says.
     *
     * @param refusal why not; empty if it may. It is in the error of the join, so never a secret
     */
    record Decision(Optional<String> refusal) {
        /** It may. */
        public static final Decision ALLOWED = new Decision(Optional.empty());

        /**
         * It may.
         *
         * @return the decision, as a stage that is done
         */
        public static CompletionStage<Decision> allow() {
            return CompletableFuture.completedStage(ALLOWED);
        }

        /**
         * It may not.
         *
         * @param reason why; never a secret
         * @return the decision, as a stage that is done
         */
        public static CompletionStage<Decision> refuse(String reason) {
            return CompletableFuture.completedStage(new Decision(Optional.of(reason)));
        }
    }
}
