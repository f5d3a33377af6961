package io.carillon.local;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A message is offered to the members of a group while one of them changes: who stays gets it once, the other at most once. */
public class OfferAndChange {
    /** As many as their array holds. */
    private static final int FULL = 16;

    private OfferAndChange() {}

    /** One who changes, in the middle of those who stay. */
    private static class Group extends Places {
        private final List<LocalConnection> staying = new ArrayList<>();
        final LocalConnection cyd;

        Group(int size, boolean cydIsMember) {
            addMembers(size / 2);
            cyd = cydIsMember ? member() : connection();
            addMembers(size - size / 2 - 1);
        }

        private void addMembers(int count) {
            for (int i = 0; i < count; i++) {
                staying.add(member());
            }
        }

        void look(III_Result seen) {
            seen.r1 = staying.stream().mapToInt(Places::received).min().orElseThrow();
            seen.r2 = staying.stream().mapToInt(Places::received).max().orElseThrow();
            seen.r3 = received(cyd);
        }
    }

    /** One who comes: the array has no room, and is replaced. */
    @JCStressTest
    @Description("of those who stay, by each at least, and at most; by the one who changes")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it came later")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "it came before")
    @State
    public static class Join extends Group {
        public Join() {
            super(FULL + 1, false);
        }

        @Actor
        public void walk() {
            offer();
        }

        @Actor
        public void join() {
            cyd.attach(lobby);
        }

        @Arbiter
        public void see(III_Result seen) {
            look(seen);
        }
    }

    /** One who goes. */
    @JCStressTest
    @Description("of those who stay, by each at least, and at most; by the one who changes")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it went before")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "it went later")
    @State
    public static class Leave extends Group {
        public Leave() {
            super(FULL, true);
        }

        @Actor
        public void walk() {
            offer();
        }

        @Actor
        public void leave() {
            cyd.detach(lobby.target());
        }

        @Arbiter
        public void see(III_Result seen) {
            look(seen);
        }
    }

    /** One who is closed. */
    @JCStressTest
    @Description("of those who stay, by each at least, and at most; by the one who changes")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it was closed before")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "it was closed later")
    @State
    public static class Close extends Group {
        public Close() {
            super(FULL, true);
        }

        @Actor
        public void walk() {
            offer();
        }

        @Actor
        public void close() {
            cyd.close();
        }

        @Arbiter
        public void see(III_Result seen) {
            look(seen);
        }
    }

    /** One who goes and comes back, in the same array, which has room for one more. */
    @JCStressTest
    @Description("of those who stay, by each at least, and at most; by the one who changes")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it was away")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "it was there")
    @State
    public static class ComeBack extends Group {
        public ComeBack() {
            super(FULL - 1, true);
        }

        @Actor
        public void walk() {
            offer();
        }

        @Actor
        public void comeBack() {
            cyd.detach(lobby.target());
            cyd.attach(lobby);
        }

        @Arbiter
        public void see(III_Result seen) {
            look(seen);
        }
    }

    /** One who goes and comes back, twice: the second time into a new array. */
    @JCStressTest
    @Description("of those who stay, by each at least, and at most; by the one who changes")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it was away")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "it was there")
    @State
    public static class ComeBackTwice extends Group {
        public ComeBackTwice() {
            super(FULL - 1, true);
        }

        @Actor
        public void walk() {
            offer();
        }

        @Actor
        public void comeBack() {
            cyd.detach(lobby.target());
            cyd.attach(lobby);
            cyd.detach(lobby.target());
            cyd.attach(lobby);
        }

        @Arbiter
        public void see(III_Result seen) {
            look(seen);
        }
    }
}
