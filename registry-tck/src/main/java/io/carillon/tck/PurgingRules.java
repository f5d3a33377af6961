package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.carillon.LeaseLostException;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore.Departure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How what was written under a dead lease is cleared up. */
abstract class PurgingRules extends StoreTests {
    private static final int MANY = 20;

    @Test
    @Rule("MS-9.1")
    void clearingUpRemovesAllThatWasWrittenAndInTheEndTheLease() {
        Lease dead = lease("a");
        add(dead, 1, LOBBY, ADA, EVERYONE);
        add(dead, 2, LOBBY);
        supersede(dead);
        assertThat(purge(dead))
                .extracting(Departure::member, Departure::target)
                .containsExactlyInAnyOrder(
                        tuple(member(dead, 1), LOBBY),
                        tuple(member(dead, 1), ADA),
                        tuple(member(dead, 1), EVERYONE),
                        tuple(member(dead, 2), LOBBY));
        assertThat(state(dead)).isEmpty();
        assertThat(purge(dead)).isEmpty();
    }

    @Test
    @Rule("MS-9.2")
    void noMoreIsClearedUpAtOnceThanAsked() {
        Lease dead = lease("a");
        for (int n = 0; n < MANY; n++) {
            add(dead, n, LOBBY, KITCHEN);
        }
        supersede(dead);
        int removed = 0;
        List<Departure> some = deadline.done(store.purge(dead, 3));
        while (!some.isEmpty()) {
            assertThat(some).hasSizeLessThanOrEqualTo(3);
            removed += some.size();
            some = deadline.done(store.purge(dead, 3));
        }
        assertThat(removed).isEqualTo(2 * MANY);
    }

    @Test
    @Rule("MS-9.3")
    void ofTwoWhoClearUpTheSameLeaseEachEntryIsToldToOne() {
        Lease dead = lease("a");
        for (int n = 0; n < MANY; n++) {
            add(dead, n, LOBBY);
        }
        supersede(dead);
        List<CompletionStage<List<Departure>>> purges = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            purges.add(store.purge(dead, 2));
            purges.add(reader.purge(dead, 2));
        }
        List<Departure> all = new ArrayList<>(
                purges.stream().flatMap(purge -> deadline.done(purge).stream()).toList());
        all.addAll(purge(dead));
        assertThat(all).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(all.stream().filter(Departure::last))
                .as("told to be the last")
                .hasSize(1);
    }

    @Test
    @Rule("MS-9.4")
    void theLastBehindATargetIsToldSo() {
        Lease dead = lease("a");
        Lease live = lease("b");
        add(dead, 1, LOBBY, KITCHEN);
        add(live, 1, LOBBY);
        supersede(dead);
        assertThat(purge(dead))
                .containsExactlyInAnyOrder(
                        new Departure(member(dead, 1), LOBBY, false), new Departure(member(dead, 1), KITCHEN, true));
        behind(LOBBY, member(live, 1));
    }

    @Test
    @Rule("MS-9.5")
    void whoClearsUpItsOwnLeaseEndsIt() {
        Lease own = lease("a");
        add(own, 1, LOBBY);
        assertThat(deadline.done(store.purge(own, 100))).hasSize(1);
        behind(LOBBY);
        assertThat(deadline.done(store.renew(own))).isFalse();
        assertThat(deadline.error(store.add(own, member(own, 2), Set.of(LOBBY))))
                .isInstanceOf(LeaseLostException.class);
        purge(own);
        assertThat(state(own)).isNotEqualTo(Optional.of(true));
    }

    @Test
    @Rule("MS-9.6")
    void clearingUpTouchesNoOtherLease() {
        Lease dead = lease("a");
        Lease other = lease("b");
        add(dead, 1, LOBBY);
        add(other, 1, LOBBY);
        Lease next = supersede(dead);
        add(next, 2, LOBBY, KITCHEN);
        purge(dead);
        behind(LOBBY, member(next, 2), member(other, 1));
        behind(KITCHEN, member(next, 2));
        assertThat(deadline.done(store.renew(next))).isTrue();
        assertThat(deadline.done(store.renew(other))).isTrue();
    }

    @Test
    @Rule("MS-9.7")
    void clearingUpALeaseThatNobodyKnowsDoesNothing() {
        Lease live = lease("a");
        Target[] all = {LOBBY, EVERYONE};
        add(live, 1, all);
        assertThat(purge(new Lease(instance("nobody"), 1))).isEmpty();
        behind(LOBBY, member(live, 1));
    }
}
