package io.carillon.tck;

import static io.carillon.spi.PubSubSystem.Status.CONNECTED;
import static io.carillon.spi.PubSubSystem.Status.DISCONNECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.spi.PubSubSystem.Subscription;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of it all when a link breaks and comes back. */
abstract class LinkRules extends PubSubTests {

    @Test
    @Rule("PS-5.1")
    void howTheLinkIsIsToldAtOnceAndNotOnTheCallersThread() {
        LinkLog log = new LinkLog(deadline);
        here.pubSub().onStatus(log);
        log.last(CONNECTED);
        assertThat(log.threads()).doesNotContain(Thread.currentThread());
    }

    @Test
    @Rule("PS-5.2")
    void everyChangeIsToldOnceAndInOrder() {
        LinkLog log = watch();
        LinkLog other = new LinkLog(deadline);
        there.pubSub().onStatus(other);
        broker.cut(here);
        log.last(DISCONNECTED);
        broker.restore(here);
        log.last(CONNECTED);
        assertThat(log.told()).containsExactly(CONNECTED, DISCONNECTED, CONNECTED);
        other.last(CONNECTED);
        assertThat(other.told()).containsExactly(CONNECTED);
    }

    @Test
    @Rule("PS-5.3")
    void whenTheLinkIsSaidToBeBackEverySubscriptionIsConfirmedAgain() {
        LinkLog log = watch();
        List<Inbox> inboxes = List.of(listen(here, PRICES), listen(here, PRICES), listen(here, WEATHER));
        breakAndRestore(log);
        publish(there, PRICES, "1");
        publish(there, WEATHER, "1");
        inboxes.forEach(inbox -> inbox.gets("1"));
    }

    @Test
    @Rule("PS-5.4")
    void aStatusListenerThatIsTakenOffHearsNothingMore() {
        LinkLog log = watch();
        LinkLog gone = new LinkLog(deadline);
        Runnable takeOff = here.pubSub().onStatus(gone);
        gone.last(CONNECTED);
        takeOff.run();
        breakAndRestore(log);
        assertThat(gone.told()).containsExactly(CONNECTED);
    }

    @Test
    @Rule("PS-5.5")
    void aStatusListenerThatThrowsHarmsNoOther() {
        here.pubSub().onStatus(status -> {
            throw new IllegalStateException("thrown on purpose");
        });
        LinkLog log = new LinkLog(deadline);
        here.pubSub().onStatus(log);
        log.last(CONNECTED);
        if (!broker.cannot().containsKey(BrokerFixture.Fault.CUT)) {
            breakAndRestore(log);
        }
    }

    @Test
    @Rule("PS-5.6")
    void respondersAnswerAgainWhenTheLinkIsBack() {
        LinkLog log = watch();
        respond(here, PRICES, answering("to "));
        breakAndRestore(log);
        assertThat(text(deadline.done(there.pubSub().request(PRICES, bytes("q"), deadline.time()))))
                .isEqualTo("to q");
    }

    @Test
    @Rule("PS-5.7")
    void nothingFromBeforeTheBreakComesBehindSomethingFromAfterIt() {
        LinkLog log = watch();
        Inbox inbox = listen(there, PRICES);
        int n = 1_000;
        for (int breaks = 0; breaks < 3; breaks++) {
            for (int i = 0; i < 20; i++) {
                here.pubSub().publish(PRICES, bytes("" + n++)); // which of them arrive is left to chance
            }
            broker.cut(here);
            for (int i = 0; i < 20; i++) {
                here.pubSub().publish(PRICES, bytes("" + n++));
            }
            log.last(DISCONNECTED);
            broker.restore(here);
            log.last(CONNECTED);
        }
        publish(here, PRICES, MARKER);
        publish(here, PRICES, MARKER + MARKER); // behind whatever the first one has brought along
        deadline.until(() -> assertThat(inbox.texts()).contains(MARKER + MARKER));
        assertThat(inbox.texts()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    @Rule("PS-5.8")
    void aSubscriptionThatIsGivenUpIsNotRestored() {
        LinkLog log = watch();
        Inbox inbox = new Inbox(deadline);
        Subscription before = subscribe(here, PRICES, inbox);
        Subscription during = subscribe(here, PRICES, inbox);
        Inbox stays = listen(here, PRICES);
        deadline.done(before.close());
        broker.cut(here);
        log.last(DISCONNECTED);
        during.close(); // its stage may fail: the broker cannot confirm now
        broker.restore(here);
        log.last(CONNECTED);
        publish(there, PRICES, MARKER);
        stays.gets(MARKER);
        publish(there, PRICES, "end");
        stays.gets(MARKER, "end");
        assertThat(inbox.texts()).isEmpty();
    }

    @Test
    @Rule("PS-5.9")
    void whatIsSaidToBeDoneAfterABreakIsDone() {
        LinkLog log = watch();
        Inbox inbox = listen(there, PRICES);
        breakAndRestore(log);
        publish(here, PRICES, "1");
        inbox.gets("1");
    }

    /** Listens to how the link of {@code here} is, which can be cut. */
    private LinkLog watch() {
        need(BrokerFixture.Fault.CUT);
        LinkLog log = new LinkLog(deadline);
        here.pubSub().onStatus(log);
        log.last(CONNECTED);
        return log;
    }

    private void breakAndRestore(LinkLog log) {
        broker.cut(here);
        log.last(DISCONNECTED);
        broker.restore(here);
        log.last(CONNECTED);
    }
}
