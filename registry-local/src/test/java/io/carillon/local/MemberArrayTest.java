package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.InstanceId;
import io.carillon.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class MemberArrayTest {
    private static final InstanceId HERE = new InstanceId("here");
    private final Interest interest = new Interest(new Target.Group("lobby"), new ReentrantLock());

    @Test
    void itHoldsWhoIsThereWhateverComesAndGoes() {
        Random random = new Random(1);
        Set<Membership> expected = new LinkedHashSet<>();
        MemberArray members = MemberArray.EMPTY;
        for (int step = 0; step < 20_000; step++) {
            boolean grow = random.nextInt(1_000) < (step / 2_000 % 2 == 0 ? 700 : 300);
            if (grow || expected.isEmpty()) {
                Membership membership = membership();
                expected.add(membership);
                members = members.with(membership);
            } else {
                Membership leaver = new ArrayList<>(expected).get(random.nextInt(expected.size()));
                expected.remove(leaver);
                members = members.without(leaver);
            }
            if (step % 50 == 0) {
                assertThat(walk(members, members.end())).containsExactlyElementsOf(expected);
            }
        }
        assertThat(walk(members, members.end())).containsExactlyElementsOf(expected);
    }

    @Test
    void aWalkThatHasBegunMeetsNobodyTwiceWhoLeavesAndComesBack() {
        Membership first = membership();
        MemberArray members = MemberArray.EMPTY.with(membership()).with(first).with(membership());
        int end = members.end();
        MemberArray later = members.without(first).with(first);
        assertThat(walk(members, end)).hasSize(2).doesNotContain(first);
        assertThat(walk(later, later.end())).hasSize(3).contains(first);
    }

    @Test
    void anEmptyOneIsSharedSoThatItCostsNothing() {
        Membership only = membership();
        assertThat(MemberArray.EMPTY.with(only).without(only)).isSameAs(MemberArray.EMPTY);
    }

    @Test
    void comingAndGoingForLongDoesNotMakeItGrow() {
        MemberArray members = MemberArray.EMPTY.with(membership());
        for (int i = 0; i < 10_000; i++) {
            Membership guest = membership();
            members = members.with(guest).without(guest);
        }
        assertThat(members.end()).isLessThanOrEqualTo(4);
    }

    private Membership membership() {
        return new Membership(new LocalConnection(new Sink(HERE, "ada"), new ReentrantLock()), interest, null);
    }

    private static List<Membership> walk(MemberArray members, int end) {
        List<Membership> met = new ArrayList<>();
        for (int slot = 0; slot < end; slot++) {
            Membership membership = members.at(slot);
            if (membership != null) {
                met.add(membership);
            }
        }
        return met;
    }
}
