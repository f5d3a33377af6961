package io.carillon.local;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The last member goes and another one comes: it gets what is sent as soon as it has joined, and what is sent later. */
public class LeaveAndJoin {
    private LeaveAndJoin() {}

    private static class Group extends Stressed {
        final Client ada = member();
        final Client bob = register();

        /** When it has joined, on whatever thread that is. */
        void joinAndSend() {
            join(bob).thenRun(this::send);
        }

        void look(IIIII_Result seen) {
            runtime.runDue();
            send();
            seen.r1 = ada.received;
            seen.r2 = bob.received;
            seen.r3 = count();
            seen.r4 = backplane.open.get();
            seen.r5 = leftBy(ada, bob);
        }
    }

    /** The subscription's linger ends while the other one comes. */
    @JCStressTest
    @Description(
            "received by the one who has gone, by the one who has come, members, subscriptions, and those left in the end")
    @Outcome(id = "0, 2, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "gone before the first message")
    @Outcome(id = "1, 2, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "gone after the first message")
    @State
    public static class Leave extends Group {
        @Actor
        public void leave() {
            leave(ada);
            runtime.runDue();
        }

        @Actor
        public void join() {
            joinAndSend();
        }

        @Arbiter
        public void see(IIIII_Result seen) {
            look(seen);
        }
    }

    /** The same, of one who is closed. */
    @JCStressTest
    @Description(
            "received by the one who has gone, by the one who has come, members, subscriptions, and those left in the end")
    @Outcome(id = "0, 2, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "gone before the first message")
    @Outcome(id = "1, 2, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "gone after the first message")
    @State
    public static class Close extends Group {
        @Actor
        public void close() {
            unregister(ada);
            runtime.runDue();
        }

        @Actor
        public void join() {
            joinAndSend();
        }

        @Arbiter
        public void see(IIIII_Result seen) {
            look(seen);
        }
    }

    /** The subject only: its linger ends while somebody wants it again, and publishes as soon as it is confirmed. */
    @JCStressTest
    @Description("messages that came, subscriptions")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "confirmed means subscribed")
    @State
    public static class OfTheSubject extends Places {
        public OfTheSubject() {
            interests.release(lobby);
        }

        @Actor
        public void endLinger() {
            runtime.runDue();
        }

        @Actor
        public void acquire() {
            acquireAndPublish();
        }

        @Arbiter
        public void see(II_Result seen) {
            seen.r1 = came.get();
            seen.r2 = backplane.open.get();
        }
    }
}
