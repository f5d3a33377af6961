package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a subscription is, from its confirmation to its end. */
abstract class SubscribingRules extends PubSubTests {
    private static final int ROUNDS = 50;

    @Test
    @Rule("PS-2.1")
    void whatAnybodyPublishesAfterTheConfirmationArrives() {
        for (int round = 0; round < ROUNDS; round++) {
            Subject subject = Subject.application("round " + round);
            Inbox inbox = new Inbox(deadline);
            subscribe(there, subject, inbox);
            publish(here, subject, "1");
            inbox.gets("1");
        }
    }

    @Test
    @Rule("PS-2.2")
    void severalSubscriptionsOfOneSubjectAllGetEveryMessage() {
        Inbox inbox = new Inbox(deadline);
        subscribe(here, PRICES, inbox);
        subscribe(here, PRICES, inbox);
        Inbox other = listen(here, PRICES);
        publish(there, PRICES, "1");
        other.gets("1");
        deadline.until(() -> assertThat(inbox.texts()).containsExactly("1", "1"));
    }

    @Test
    @Rule("PS-2.3")
    void aListenerThatThrowsHarmsNeitherOthersNorItself() {
        Inbox thrower = new Inbox(deadline);
        subscribe(here, PRICES, payload -> {
            thrower.onMessage(payload);
            throw new IllegalStateException("thrown on purpose");
        });
        Inbox other = listen(here, PRICES);
        Inbox elsewhere = listen(here, WEATHER);
        publish(there, PRICES, "1");
        publish(there, PRICES, "2");
        publish(there, WEATHER, "3");
        other.gets("1", "2");
        elsewhere.gets("3");
        thrower.gets("1", "2");
    }

    @Test
    @Rule("PS-2.4")
    void aSubscriptionThatFailedLeavesNothingBehind() {
        need(BrokerFixture.Fault.CUT);
        LinkLog log = new LinkLog(deadline);
        here.pubSub().onStatus(log);
        broker.cut(here);
        log.last(PubSubSystem.Status.DISCONNECTED);
        Inbox refused = new Inbox(deadline);
        deadline.error(here.pubSub().subscribe(PRICES, refused));
        broker.restore(here);
        log.last(PubSubSystem.Status.CONNECTED);
        Inbox later = listen(here, PRICES);
        publish(there, PRICES, "1");
        later.gets("1");
        publish(there, PRICES, MARKER);
        later.gets("1", MARKER);
        assertThat(refused.texts()).isEmpty();
    }

    @Test
    @Rule("PS-2.5")
    void nothingArrivesAfterACloseIsDone() {
        for (int round = 0; round < ROUNDS; round++) {
            Inbox inbox = new Inbox(deadline);
            Subscription subscription = subscribe(here, PRICES, inbox);
            Inbox other = listen(here, PRICES);
            List<CompletionStage<Void>> published = IntStream.range(0, 20)
                    .mapToObj(i -> there.pubSub().publish(PRICES, bytes("n" + i)))
                    .toList();
            deadline.done(subscription.close());
            int then = inbox.payloads().size();
            published.forEach(deadline::done);
            publish(there, PRICES, MARKER);
            deadline.until(() -> assertThat(other.texts()).contains(MARKER));
            assertThat(inbox.payloads()).hasSize(then);
        }
    }

    @Test
    @Rule("PS-2.6")
    void aCloseEndsNoOtherSubscriptionOfItsSubject() {
        Inbox inbox = new Inbox(deadline);
        Subscription first = subscribe(here, PRICES, inbox);
        subscribe(here, PRICES, inbox);
        Inbox elsewhere = listen(there, PRICES);
        deadline.done(first.close());
        publish(there, PRICES, "1");
        elsewhere.gets("1");
        inbox.gets("1");
        publish(there, PRICES, MARKER);
        inbox.gets("1", MARKER);
    }

    @Test
    @Rule("PS-2.7")
    void closingTwiceDoesNothing() {
        Inbox inbox = new Inbox(deadline);
        Subscription first = subscribe(here, PRICES, inbox);
        subscribe(here, PRICES, inbox);
        deadline.done(first.close());
        deadline.done(first.close());
        publish(there, PRICES, "1");
        inbox.gets("1");
    }

    @Test
    @Rule("PS-2.8")
    void aListenerIsToldOneThingAtATime() {
        Inbox inbox = listen(here, PRICES);
        for (Backplane publisher : List.of(here, there, open())) {
            new Thread(() -> IntStream.range(0, 200)
                            .forEach(i -> publisher.pubSub().publish(PRICES, bytes("x"))))
                    .start();
        }
        deadline.until(() -> assertThat(inbox.payloads()).hasSize(600));
        assertThat(inbox.overlapped).isFalse();
    }

    @Test
    @Rule("PS-2.9")
    void whoSubscribesAgainGetsWhatIsPublishedFromThenOn() {
        for (int round = 0; round < ROUNDS; round++) {
            Inbox inbox = new Inbox(deadline);
            Subscription subscription = subscribe(here, PRICES, inbox);
            publish(there, PRICES, "n" + round);
            inbox.gets("n" + round);
            deadline.done(subscription.close());
        }
    }

    @Test
    @Rule("PS-6.1")
    void whatRunsOnTheBackplanesThreadsMayCallIt() {
        CountDownLatch answered = new CountDownLatch(1);
        respond(there, WEATHER, answering("to "));
        subscribe(
                here,
                PRICES,
                payload -> here.pubSub()
                        .request(WEATHER, payload, deadline.time())
                        .thenCompose(answer -> here.pubSub().publish(WEATHER, answer))
                        .thenRun(answered::countDown));
        publish(there, PRICES, "1");
        deadline.until(() -> assertThat(answered.getCount()).isZero());
    }
}
