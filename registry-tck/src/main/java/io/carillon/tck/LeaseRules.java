package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.LeaseLostException;
import io.carillon.spi.Lease;
import io.carillon.spi.PubSubSystem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a lease is, from the day when it is taken to its end. */
abstract class LeaseRules extends StoreTests {

    @Test
    @Rule("MS-1.1")
    void aLeaseThatIsTakenLivesForEverybody() {
        Lease lease = lease("a");
        assertThat(lease.instance()).isEqualTo(instance("a"));
        assertThat(state(lease)).contains(true);
    }

    @Test
    @Rule("MS-1.2")
    void anEpochIsAboveTheOneThatTheInstanceHadLast() {
        assertThat(lease("a", 41).epoch()).isGreaterThan(41);
        Lease second = lease("a", 0);
        assertThat(second.epoch()).as("above what the store remembers").isGreaterThan(42 - 1);
        assertThat(lease("a", second.epoch()).epoch()).isGreaterThan(second.epoch());
    }

    @Test
    @Rule("MS-1.3")
    void whoTakesALeaseAnewEndsItsEarlierOnes() {
        Lease first = lease("a");
        add(first, 1, LOBBY);
        Lease second = supersede(first);
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        behind(LOBBY);
        assertThat(deadline.done(store.renew(first))).isFalse();
        assertThat(deadline.error(store.add(first, member(first, 2), Set.of(LOBBY))))
                .isInstanceOf(LeaseLostException.class);
        assertThat(state(second)).contains(true);
    }

    @Test
    @Rule("MS-1.4")
    void aLeaseThatIsNotRenewedEndsByItself() {
        Lease lease = deadline.done(store.acquire(instance("a"), 0, SHORT));
        // Where the machine stalls, the lease has ended before, and the write is refused.
        deadline.done(store.add(lease, member(lease, 1), Set.of(LOBBY)).handle((done, refused) -> null));
        new Deadline(SHORT.multipliedBy(3).plus(deadline.time())).until(() -> behind(LOBBY));
        assertThat(deadline.done(store.renew(lease))).isFalse();
    }

    @Test
    @Rule("MS-1.5")
    void leasesOfDifferentInstancesDoNotTouchEachOther() {
        Lease a = lease("a");
        add(a, 1, LOBBY);
        supersede(lease("A"));
        behind(LOBBY, member(a, 1));
        assertThat(deadline.done(store.renew(a))).isTrue();
    }

    @Test
    @Rule("MS-2.1")
    void aLeaseThatIsRenewedOutlivesItsTime() {
        Duration time = SHORT.multipliedBy(4); // a machine that stalls for half of it renews in time all the same
        Lease renewed = deadline.done(store.acquire(instance("a"), 0, time));
        Lease left = deadline.done(store.acquire(instance("b"), 0, time));
        add(renewed, 1, LOBBY);
        new Deadline(time.multipliedBy(2).plus(deadline.time())).until(() -> {
            assertThat(deadline.done(store.renew(renewed))).isTrue();
            assertThat(state(left)).isNotEqualTo(Optional.of(true));
        });
        behind(LOBBY, member(renewed, 1));
    }

    @Test
    @Rule("MS-2.2")
    void aDeadLeaseIsNotRenewedAndStaysDead() {
        need(BrokerFixture.Fault.EXPIRE);
        Lease lease = lease("a");
        add(lease, 1, LOBBY);
        broker.expire(lease.instance());
        assertThat(deadline.done(store.renew(lease))).isFalse();
        assertThat(deadline.done(store.renew(lease))).isFalse();
        behind(LOBBY);
        assertThat(state(lease)).isNotEqualTo(Optional.of(true));
    }

    @Test
    @Rule("MS-2.3")
    void aLeaseThatTheStoreDoesNotKnowIsDead() {
        Lease known = lease("a");
        assertThat(deadline.done(store.renew(new Lease(known.instance(), known.epoch() + 1))))
                .isFalse();
        assertThat(deadline.done(store.renew(new Lease(instance("nobody"), 1)))).isFalse();
        assertThat(deadline.done(store.renew(known))).isTrue();
    }

    @Test
    @Rule("MS-2.4")
    void aStoreThatHasForgottenEverythingTakesNoLeaseForAlive() {
        need(BrokerFixture.Fault.FORGET);
        Lease lease = lease("a");
        add(lease, 1, LOBBY);
        broker.forget();
        deadline.until(() -> assertThat(deadline.done(store.renew(lease))).isFalse());
        behind(LOBBY);
        Lease next = lease("a", lease.epoch());
        assertThat(next.epoch()).isGreaterThan(lease.epoch());
        add(next, 1, LOBBY);
        behind(LOBBY, member(next, 1));
    }

    @Test
    @Rule("MS-8.1")
    void theLeasesThatLiveAndThoseThatAreNotClearedUpAreShown() {
        Lease dead = lease("a");
        add(dead, 1, LOBBY);
        Lease next = supersede(dead);
        Lease other = lease("b");
        assertThat(state(dead)).contains(false);
        assertThat(state(next)).contains(true);
        assertThat(state(other)).contains(true);
        assertThat(deadline.done(reader.leases()).stream().map(state -> state.lease()))
                .doesNotHaveDuplicates();
    }

    @Test
    @Rule("MS-11.1")
    void whileTheLinkIsBrokenCallsFailAsUnavailableOrUnknown() {
        need(BrokerFixture.Fault.CUT);
        Lease lease = lease("a");
        LinkLog log = new LinkLog(deadline);
        here.pubSub().onStatus(log);
        broker.cut(here);
        log.last(PubSubSystem.Status.DISCONNECTED);
        for (CompletionStage<?> call :
                List.of(store.renew(lease), store.add(lease, member(lease, 1), Set.of(LOBBY)), store.count(LOBBY))) {
            assertThat(deadline.error(call))
                    .isInstanceOfAny(BackplaneUnavailableException.class, BackplaneTimeoutException.class);
        }
        broker.restore(here);
        log.last(PubSubSystem.Status.CONNECTED);
        add(lease, 2, KITCHEN);
        behind(KITCHEN, member(lease, 2));
    }
}
