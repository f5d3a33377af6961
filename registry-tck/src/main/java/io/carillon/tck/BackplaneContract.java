package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.LimitExceededException;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link io.carillon.spi.Backplane} is held to as a whole: the rules BP of {@code registry-api/SPEC.md}. */
public abstract class BackplaneContract {
    /** For those who extend it. */
    protected BackplaneContract() {}

    /**
     * A broker for one test.
     *
     * @return a new one
     */
    protected abstract BrokerFixture fixture();

    @Nested
    class Capabilities extends PubSubTests {
        @Override
        BrokerFixture fixture() {
            return BackplaneContract.this.fixture();
        }

        @Test
        @Rule("BP-1.1")
        void whatABackplaneIsDoesNotChange() {
            assertThat(here.capabilities()).isEqualTo(here.capabilities()).isEqualTo(there.capabilities());
            assertThat(here.maxMessageBytes()).isEqualTo(here.maxMessageBytes());
            assertThat(here.pubSub()).isSameAs(here.pubSub());
            assertThat(here.membership()).isSameAs(here.membership());
            assertThat(here.values()).isEqualTo(here.values());
            assertThat(here.channels()).isEqualTo(here.channels());
            assertThat(here.channels().isPresent()).isEqualTo(there.channels().isPresent());
            assertThat(here.values().isPresent()).isEqualTo(there.values().isPresent());
        }
    }

    @Nested
    class Limits extends PubSubTests {
        @Override
        BrokerFixture fixture() {
            return BackplaneContract.this.fixture();
        }

        @Test
        @Rule("BP-2.1")
        void aMessageMayHaveAtLeast4096Bytes() {
            assertThat(here.maxMessageBytes()).isGreaterThanOrEqualTo(4_096);
        }

        @Test
        @Rule("BP-2.2")
        void whatIsAsLargeAsAllowedArrives() {
            Inbox inbox = listen(there, PRICES);
            respond(there, PRICES, CompletableFuture::completedStage);
            byte[] largest = new byte[here.maxMessageBytes()];
            deadline.done(here.pubSub().publish(PRICES, largest));
            deadline.until(() -> assertThat(inbox.payloads()).hasSize(1));
            assertThat(inbox.payloads().get(0)).hasSize(largest.length);
            assertThat(deadline.done(here.pubSub().request(PRICES, largest, deadline.time())))
                    .hasSize(largest.length);
        }

        @Test
        @Rule("BP-2.3")
        void whatIsLargerIsRefusedAndReachesNobody() {
            Inbox inbox = listen(there, PRICES);
            respond(there, PRICES, CompletableFuture::completedStage);
            byte[] larger = new byte[here.maxMessageBytes() + 1];
            CompletableFuture<Void> published =
                    here.pubSub().publish(PRICES, larger).toCompletableFuture();
            assertThat(published).isDone();
            assertThat(deadline.error(published)).isInstanceOf(LimitExceededException.class);
            assertThat(deadline.error(here.pubSub().request(PRICES, larger, deadline.time())))
                    .isInstanceOf(LimitExceededException.class);
            publish(here, PRICES, MARKER);
            inbox.gets(MARKER);
        }
    }

    @Nested
    class Closing extends PubSubTests {
        @Override
        BrokerFixture fixture() {
            return BackplaneContract.this.fixture();
        }

        @Test
        @Rule("BP-3.1")
        void afterTheCloseEveryCallFailsAsUnavailable() {
            MembershipStore store = here.membership();
            Lease lease = deadline.done(store.acquire(instance("a"), 0, Duration.ofHours(1)));
            ConnectionId id = new ConnectionId(lease.instance(), 1);
            Set<Target> lobby = Set.of(new Target.Group("lobby"));
            PubSubSystem pubSub = here.pubSub();
            here.close();
            List<Supplier<CompletionStage<?>>> calls = List.of(
                    () -> pubSub.publish(PRICES, bytes("1")),
                    () -> pubSub.subscribe(PRICES, payload -> {}),
                    () -> pubSub.request(PRICES, bytes("q"), deadline.time()),
                    () -> pubSub.respond(PRICES, answering("")),
                    () -> store.acquire(lease.instance(), 0, Duration.ofHours(1)),
                    () -> store.renew(lease),
                    () -> store.add(lease, new Member(id, Optional.empty()), lobby),
                    () -> store.remove(lease, id, lobby),
                    () -> store.members(new Target.Everyone(), Page.Request.first(1)),
                    () -> store.count(new Target.Everyone()),
                    () -> store.groups(id),
                    store::leases,
                    () -> store.purge(lease, 1));
            for (int i = 0; i < calls.size(); i++) {
                assertThat(deadline.error(calls.get(i).get()))
                        .as("call %s", i)
                        .isInstanceOf(BackplaneUnavailableException.class);
            }
        }

        @Test
        @Rule("BP-3.2")
        void whatWaitsAtTheCloseFailsAsUnavailable() {
            respond(there, PRICES, question -> new CompletableFuture<>());
            CompletionStage<byte[]> waiting = here.pubSub().request(PRICES, bytes("q"), Duration.ofHours(1));
            here.close();
            assertThat(deadline.error(waiting)).isInstanceOf(BackplaneUnavailableException.class);
        }

        @Test
        @Rule("BP-3.3")
        void aCloseEndsTheSubscriptionsAndRespondersOfItsInstanceAndNoOthers() {
            Inbox gone = listen(here, PRICES);
            respond(here, PRICES, answering("gone"));
            Inbox stays = listen(there, PRICES);
            here.close();
            publish(there, PRICES, "1");
            stays.gets("1");
            publish(there, PRICES, MARKER);
            stays.gets("1", MARKER);
            assertThat(gone.texts()).isEmpty();
            assertThat(deadline.error(there.pubSub().request(PRICES, bytes("q"), Duration.ofHours(1))))
                    .isInstanceOf(BackplaneUnavailableException.class);
        }

        @Test
        @Rule("BP-3.4")
        void closingTwiceDoesNothing() {
            here.close();
            here.close();
            Inbox inbox = listen(there, PRICES);
            publish(there, PRICES, "1");
            inbox.gets("1");
        }
    }
}
