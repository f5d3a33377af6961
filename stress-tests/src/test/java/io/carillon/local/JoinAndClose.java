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
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A connection joins while it is closed: whichever comes first, nothing of it stays behind. */
public class JoinAndClose {
    private JoinAndClose() {}

    /** The whole way: the store, and the subscription. */
    @JCStressTest
    @Description("joined, in the group, on the instance, subscribed")
    @Outcome(id = "1, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "joined, and then gone")
    @Outcome(id = "0, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "not joined")
    @State
    public static class InTheHub extends Stressed {
        private final Client ada = register();
        private CompletionStage<JoinResult> joined;

        @Actor
        public void join() {
            joined = join(ada);
        }

        @Actor
        public void close() {
            unregister(ada);
        }

        @Arbiter
        public void look(IIII_Result seen) {
            runtime.runDue();
            seen.r1 = isDone(joined) ? (hasFailed(joined) ? 0 : 1) : -1;
            seen.r2 = count();
            seen.r3 = hub.localCount();
            seen.r4 = backplane.open.get();
        }
    }

    /** The connection's own place. */
    @JCStressTest
    @Description("attached, members of the group, closed at once, closed again")
    @Outcome(id = "1, 0, 1, 0", expect = Expect.ACCEPTABLE, desc = "attached, and then gone")
    @Outcome(id = "0, 0, 1, 0", expect = Expect.ACCEPTABLE, desc = "not attached")
    @State
    public static class InItsPlace extends Places {
        private final LocalConnection ada = connection();

        @Actor
        public void attach(IIII_Result seen) {
            seen.r1 = ada.attach(lobby) ? 1 : 0;
        }

        @Actor
        public void close(IIII_Result seen) {
            seen.r3 = ada.close() ? 1 : 0;
        }

        @Arbiter
        public void look(IIII_Result seen) {
            seen.r2 = members();
            seen.r4 = ada.close() ? 1 : 0;
        }
    }
}
