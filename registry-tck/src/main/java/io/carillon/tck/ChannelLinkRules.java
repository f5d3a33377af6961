package io.carillon.tck;

import static io.carillon.spi.PubSubSystem.Status.CONNECTED;
import static io.carillon.spi.PubSubSystem.Status.DISCONNECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What becomes of plain channels when a link breaks and comes back, and at its end. */
abstract class ChannelLinkRules extends ChannelTests {

    @Test
    @Rule("XC-4.1")
    void whenTheLinkIsSaidToBeBackEverySubscriptionIsConfirmedAgain() {
        LinkLog log = watch();
        List<Heard> heard = List.of(listen(here, "a"), listen(here, "a"), match(here, "a*"), match(here, "*a"));
        broker.cut(here);
        log.last(DISCONNECTED);
        broker.restore(here);
        log.last(CONNECTED);
        publish("a", "1");
        heard.forEach(one -> one.gets("a=1"));
    }

    @Test
    @Rule("XC-4.2")
    void whileTheLinkIsBrokenASubscriptionFailsAndLeavesNothingBehind() {
        LinkLog log = watch();
        broker.cut(here);
        log.last(DISCONNECTED);
        Heard refused = new Heard(deadline);
        for (CompletionStage<Subscription> call :
                List.of(of(here).subscribe("a", refused), of(here).subscribePattern("a*", refused))) {
            assertThat(deadline.error(call))
                    .isInstanceOfAny(BackplaneUnavailableException.class, BackplaneTimeoutException.class);
        }
        broker.restore(here);
        log.last(CONNECTED);
        Heard later = listen(here, "a");
        publish("a", "1");
        later.gets("a=1");
        publish("a", "2");
        later.gets("a=1", "a=2");
        assertThat(refused.texts()).isEmpty();
    }

    @Test
    @Rule("XC-4.3")
    void aSubscriptionThatIsGivenUpIsNotRestored() {
        LinkLog log = watch();
        Heard gone = new Heard(deadline);
        Subscription before = subscribe(here, "a", gone);
        Subscription during = subscribe(here, "a", gone);
        Subscription pattern = deadline.done(of(here).subscribePattern("a*", gone));
        Heard stays = listen(here, "a");
        deadline.done(before.close());
        broker.cut(here);
        log.last(DISCONNECTED);
        during.close(); // their stages may fail: the broker cannot confirm now
        pattern.close();
        broker.restore(here);
        log.last(CONNECTED);
        publish("a", "1");
        publish("a", "2");
        stays.gets("a=1", "a=2");
        assertThat(gone.texts()).isEmpty();
    }

    @Test
    @Rule("XC-4.4")
    void aCloseEndsTheSubscriptionsOfItsInstanceAndNoOthers() {
        Heard gone = listen(here, "a");
        ExternalChannels channels = of(here);
        Heard stays = listen(there, "a");
        here.close();
        publish("a", "1");
        publish("a", "2");
        stays.gets("a=1", "a=2");
        assertThat(gone.texts()).isEmpty();
        for (CompletionStage<Subscription> call :
                List.of(channels.subscribe("a", gone), channels.subscribePattern("a*", gone))) {
            assertThat(deadline.error(call)).isInstanceOf(BackplaneUnavailableException.class);
        }
    }

    /** Listens to how the link of {@code here} is, which can be cut. */
    private LinkLog watch() {
        need(BrokerFixture.Fault.CUT);
        LinkLog log = new LinkLog(deadline);
        here.pubSub().onStatus(log);
        log.last(CONNECTED);
        return log;
    }
}
