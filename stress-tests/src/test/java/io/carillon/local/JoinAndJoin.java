package io.carillon.local;

import io.carillon.JoinResult;
import java.util.concurrent.CompletionStage;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIII_Result;

/** Two join a group that was not there: one subscription serves both, and each gets each message once. */
public class JoinAndJoin {
    private JoinAndJoin() {}

    private static class Group extends Stressed {
        final Client ada = register();
        final Client bob = register();

        void look(IIIII_Result seen) {
            send();
            seen.r1 = ada.received;
            seen.r2 = bob.received;
            seen.r3 = count();
            seen.r4 = backplane.open.get();
            seen.r5 = leftBy(ada, bob);
        }
    }

    /** Over a broker that answers at once. */
    @JCStressTest
    @Description("received by the first, by the second, members, subscriptions, and those left in the end")
    @Outcome(id = "1, 1, 2, 1, 0", expect = Expect.ACCEPTABLE, desc = "both are members")
    @State
    public static class AtOnce extends Group {
        @Actor
        public void first() {
            join(ada);
        }

        @Actor
        public void second() {
            join(bob);
        }

        @Arbiter
        public void see(IIIII_Result seen) {
            look(seen);
        }
    }

    /** The second one comes when the first one's subscription is confirmed. */
    @JCStressTest
    @Description("received by the first, by the second, members, subscriptions, and those left in the end")
    @Outcome(id = "1, 1, 2, 1, 0", expect = Expect.ACCEPTABLE, desc = "both are members")
    @State
    public static class AtTheConfirmation extends Group {
        private final CompletionStage<JoinResult> first;

        public AtTheConfirmation() {
            backplane.holdsNext = true;
            first = join(ada);
        }

        @Actor
        public void confirm() {
            backplane.confirm();
        }

        @Actor
        public void second() {
            join(bob);
        }

        @Arbiter
        public void see(IIIII_Result seen) {
            boolean firstDone = isDone(first);
            look(seen);
            if (!firstDone) {
                seen.r1 = -1;
            }
        }
    }

    /** The second one comes when the first one's subscription is refused: it is refused with it, or subscribes anew. */
    @JCStressTest
    @Description("received by the first, by the second, members, subscriptions, and those left in the end")
    @Outcome(id = "0, 0, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "both were refused")
    @Outcome(id = "0, 1, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "the second one has subscribed")
    @State
    public static class AtTheRefusal extends Group {
        private final CompletionStage<JoinResult> first;
        private CompletionStage<JoinResult> second;

        public AtTheRefusal() {
            backplane.holdsNext = true;
            first = join(ada);
        }

        @Actor
        public void refuse() {
            backplane.refuse();
        }

        @Actor
        public void second() {
            second = join(bob);
        }

        @Arbiter
        public void see(IIIII_Result seen) {
            boolean firstFailed = hasFailed(first);
            boolean secondFailed = hasFailed(second);
            look(seen);
            if (!firstFailed) {
                seen.r1 = -1;
            }
            if (secondFailed != (seen.r2 == 0)) {
                seen.r2 = -1;
            }
        }
    }
}
