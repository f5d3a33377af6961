package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.LeaseLostException;
import io.carillon.Member;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What writing and removing do. */
abstract class WritingRules extends StoreTests {
    private static final int ROUNDS = 50;

    @Test
    @Rule("MS-3.1")
    void whatIsWrittenIsSeenByEveryQueryOfEveryInstance() {
        Lease lease = lease("a");
        add(lease, 1, LOBBY, ADA, EVERYONE);
        List.of(LOBBY, ADA, EVERYONE).forEach(target -> behind(target, member(lease, 1)));
        assertThat(deadline.done(reader.groups(id(lease, 1)))).containsExactly("lobby");
        behind(KITCHEN);
    }

    @Test
    @Rule("MS-3.2")
    void whatIsWrittenUnderADeadLeaseIsRefusedAndSeenByNobody() {
        need(BrokerFixture.Fault.EXPIRE);
        Lease lease = lease("a");
        add(lease, 1, LOBBY);
        broker.expire(lease.instance());
        assertThat(deadline.error(store.add(lease, member(lease, 2), Set.of(LOBBY))))
                .isInstanceOf(LeaseLostException.class);
        behind(LOBBY);
        Lease next = supersede(lease);
        assertThat(deadline.error(store.add(lease, member(lease, 2), Set.of(LOBBY))))
                .isInstanceOf(LeaseLostException.class);
        behind(LOBBY);
        add(next, 3, LOBBY);
        behind(LOBBY, member(next, 3));
    }

    @Test
    @Rule("MS-3.3")
    void writingWhatIsThereChangesNothing() {
        Lease lease = lease("a");
        add(lease, 1, LOBBY);
        assertThat(add(lease, 1, LOBBY)).isEqualTo(new Change(NONE, NONE));
        behind(LOBBY, member(lease, 1));
    }

    @Test
    @Rule("MS-3.4")
    void whatIsKnownOfAMemberIsReplacedUnderTheTargetsThatAreWritten() {
        Lease lease = lease("a");
        add(lease, 1, LOBBY, EVERYONE);
        Member changed = new Member(id(lease, 1), Optional.of("ada"), Map.of("since", "8", "away", "yes"));
        deadline.done(store.add(lease, changed, Set.of(LOBBY, EVERYONE)));
        behind(LOBBY, changed);
        behind(EVERYONE, changed);
    }

    @Test
    @Rule("MS-3.5")
    void aWriteTellsBehindWhatTheConnectionDidNotStandBefore() {
        Lease lease = lease("a");
        assertThat(add(lease, 1, LOBBY, EVERYONE).changed()).containsExactlyInAnyOrder(LOBBY, EVERYONE);
        assertThat(add(lease, 1, LOBBY, KITCHEN).changed()).containsExactly(KITCHEN);
        behind(LOBBY, member(lease, 1));
    }

    @Test
    @Rule("MS-3.6")
    void theFirstBehindATargetIsToldSoAndNobodyElse() {
        Lease a = lease("a");
        Lease b = lease("b");
        assertThat(add(a, 1, LOBBY, EVERYONE).flipped()).containsExactly(LOBBY);
        assertThat(add(a, 2, LOBBY, EVERYONE).flipped()).isEmpty();
        assertThat(add(b, 1, LOBBY, EVERYONE).flipped()).isEmpty();
        assertThat(add(a, 1, LOBBY).flipped()).isEmpty();
    }

    @Test
    @Rule("MS-3.7")
    void ofManyWhoComeFirstAtOnceOneIsTold() {
        Lease a = lease("a");
        Lease b = lease("b");
        for (int round = 0; round < ROUNDS; round++) {
            Target target = new Target.Group("round " + round);
            List<CompletionStage<Change>> changes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                changes.add(store.add(a, member(a, i), Set.of(target)));
                changes.add(reader.add(b, member(b, i), Set.of(target)));
            }
            assertThat(changes.stream()
                            .map(deadline::done)
                            .filter(change -> !change.flipped().isEmpty()))
                    .as("told to be the first, in round %s", round)
                    .hasSize(1);
        }
    }

    @Test
    @Rule("MS-3.8")
    void whatStoodUnderADeadLeaseAndIsNotWrittenAgainIsGoneAndTold() {
        Lease first = lease("a");
        add(first, 1, LOBBY, KITCHEN);
        Lease second = supersede(first);
        Change change = add(second, 1, LOBBY);
        assertThat(change.changed()).containsExactly(KITCHEN);
        assertThat(change.flipped()).containsExactly(KITCHEN);
        assertThat(purge(first)).isEmpty();
        behind(LOBBY, member(second, 1));
        behind(KITCHEN);
        assertThat(add(second, 2, LOBBY).flipped()).isEmpty();
    }

    @Test
    @Rule("MS-3.9")
    void nothingIsWrittenUnderOneConnection() {
        Lease lease = lease("a");
        Set<Target> connection = Set.of(new Target.Connection(id(lease, 1)), LOBBY);
        assertThatIllegalArgumentException().isThrownBy(() -> store.add(lease, member(lease, 1), connection));
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(lease, id(lease, 1), connection));
        behind(LOBBY);
    }

    @Test
    @Rule("MS-3.10")
    void writesForOneConnectionTakeEffectInTheOrderInWhichTheyWereCalled() {
        Lease lease = lease("a");
        List<CompletionStage<Change>> changes = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            changes.add(store.add(lease, member(lease, 1), Set.of(LOBBY)));
            changes.add(store.remove(lease, id(lease, 1), Set.of(LOBBY)));
        }
        changes.forEach(change -> assertThat(deadline.done(change).changed()).containsExactly(LOBBY));
        behind(LOBBY);
    }

    @Test
    @Rule("MS-4.1")
    void whatIsRemovedIsSeenByNobodyAndAllElseStays() {
        Lease a = lease("a");
        Lease b = lease("b");
        add(a, 1, LOBBY, KITCHEN, EVERYONE);
        add(a, 2, LOBBY);
        add(b, 1, LOBBY);
        remove(a, 1, LOBBY);
        behind(LOBBY, member(a, 2), member(b, 1));
        behind(KITCHEN, member(a, 1));
        assertThat(deadline.done(reader.groups(id(a, 1)))).containsExactly("kitchen");
    }

    @Test
    @Rule("MS-4.2")
    void removingWhatIsNotThereChangesNothing() {
        Lease lease = lease("a");
        add(lease, 1, LOBBY);
        assertThat(remove(lease, 1, KITCHEN)).isEqualTo(new Change(NONE, NONE));
        assertThat(remove(lease, 2, LOBBY)).isEqualTo(new Change(NONE, NONE));
        behind(LOBBY, member(lease, 1));
    }

    @Test
    @Rule("MS-4.3")
    void theLastBehindATargetIsToldSoAndNobodyElse() {
        Lease a = lease("a");
        Lease b = lease("b");
        add(a, 1, LOBBY, KITCHEN, EVERYONE);
        add(b, 1, LOBBY);
        Change first = remove(a, 1, LOBBY, KITCHEN, EVERYONE);
        assertThat(first.changed()).containsExactlyInAnyOrder(LOBBY, KITCHEN, EVERYONE);
        assertThat(first.flipped()).containsExactly(KITCHEN);
        assertThat(remove(b, 1, LOBBY).flipped()).containsExactly(LOBBY);
        assertThat(remove(b, 1, LOBBY)).isEqualTo(new Change(NONE, NONE));
    }

    @Test
    @Rule("MS-4.4")
    void thoseWhoseLeaseIsDeadCountUntilTheyAreClearedUp() {
        Lease a = lease("a");
        Lease b = lease("b");
        add(a, 1, LOBBY);
        supersede(a);
        assertThat(add(b, 1, LOBBY).flipped())
                .as("somebody stands there, if dead")
                .isEmpty();
        assertThat(remove(b, 1, LOBBY).flipped()).isEmpty();
        assertThat(purge(a)).containsExactly(new MembershipStore.Departure(member(a, 1), LOBBY, true));
    }

    @Test
    @Rule("MS-4.5")
    void aRemovalUnderADeadLeaseIsNoErrorAndTouchesNoOtherLease() {
        Lease first = lease("a");
        add(first, 1, LOBBY);
        Lease second = supersede(first);
        add(second, 1, LOBBY);
        assertThat(remove(first, 1, LOBBY).changed()).isEmpty();
        behind(LOBBY, member(second, 1));
    }
}
