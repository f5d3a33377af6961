package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneTimeoutException;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of what is published. */
abstract class PublishingRules extends PubSubTests {
    private static final int MANY = 300;

    @Test
    @Rule("PS-1.1")
    void aMessageReachesEverySubscriberOnEveryInstanceThePublisherToo() {
        List<Inbox> all = List.of(listen(here, PRICES), listen(there, PRICES), listen(open(), PRICES));
        publish(here, PRICES, "1");
        all.forEach(inbox -> inbox.gets("1"));
    }

    @Test
    @Rule("PS-1.2")
    void messagesOfOneInstanceOnOneSubjectArriveInTheOrderInWhichTheyWerePublished() {
        Inbox inbox = listen(there, PRICES);
        String[] texts = IntStream.range(0, MANY).mapToObj(i -> "n" + i).toArray(String[]::new);
        List<CompletionStage<Void>> published = new ArrayList<>();
        for (String text : texts) {
            published.add(here.pubSub().publish(PRICES, bytes(text))); // none waits for the one before
        }
        published.forEach(deadline::done);
        inbox.gets(texts);
    }

    @Test
    @Rule("PS-1.3")
    void aMessageArrivesOnce() {
        Inbox inbox = listen(there, PRICES);
        publish(here, PRICES, "1");
        publish(here, PRICES, MARKER);
        inbox.gets("1", MARKER);
        publish(here, PRICES, "end");
        inbox.gets("1", MARKER, "end");
    }

    @Test
    @Rule("PS-1.4")
    void equalMessagesAreSeveralMessages() {
        Inbox inbox = listen(there, PRICES);
        List<CompletionStage<Void>> published = List.of(
                here.pubSub().publish(PRICES, bytes("same")),
                here.pubSub().publish(PRICES, bytes("same")),
                here.pubSub().publish(PRICES, bytes(MARKER)));
        published.forEach(deadline::done);
        inbox.gets("same", "same", MARKER);
    }

    @Test
    @Rule("PS-1.5")
    void aPayloadIsAnyBytesAndArrivesAsItWas() {
        Inbox inbox = listen(there, PRICES);
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        List<byte[]> payloads = List.of(new byte[0], new byte[] {0}, everyByte, new byte[here.maxMessageBytes()]);
        payloads.forEach(payload -> deadline.done(here.pubSub().publish(PRICES, payload)));
        deadline.until(() -> assertThat(inbox.payloads()).hasSize(payloads.size()));
        for (int i = 0; i < payloads.size(); i++) {
            assertThat(Arrays.equals(inbox.payloads().get(i), payloads.get(i)))
                    .as("payload %s is as it was", i)
                    .isTrue();
        }
    }

    @Test
    @Rule("PS-1.6")
    void thereIsNoRecordForWhoSubscribesLater() {
        Inbox before = listen(there, PRICES);
        publish(here, PRICES, "early");
        before.gets("early"); // so it has passed this instance
        Inbox inbox = listen(there, PRICES);
        publish(here, PRICES, MARKER);
        inbox.gets(MARKER);
    }

    @Test
    @Rule("PS-1.7")
    void aRefusalIsKnownWhenTheStageIsReturned() {
        need(BrokerFixture.Fault.CUT);
        LinkLog log = new LinkLog(deadline);
        here.pubSub().onStatus(log);
        broker.cut(here);
        log.last(PubSubSystem.Status.DISCONNECTED);
        CompletableFuture<Void> published =
                here.pubSub().publish(PRICES, bytes("1")).toCompletableFuture();
        boolean atOnce = published.isDone();
        Throwable error = deadline.error(published);
        assertThat(atOnce || error instanceof BackplaneTimeoutException)
                .as("a refusal that came later: %s", error)
                .isTrue();
    }

    @Test
    @Rule("PS-1.8")
    void aMessageStaysOnItsSubject() {
        List<Subject> subjects = List.of(
                PRICES,
                WEATHER,
                new Subject(Subject.Kind.GROUP, "prices"),
                new Subject(Subject.Kind.USER, "prices"),
                new Subject(Subject.Kind.INSTANCE, "prices"),
                Subject.EVERYONE);
        eachStaysApart(subjects);
    }

    @Test
    @Rule("PS-1.9")
    void namesOfSubjectsAreOpaqueAndCaseSensitive() {
        eachStaysApart(NastyNames.ALL.stream().map(Subject::application).toList());
    }

    @Test
    @Rule("BP-1.2")
    void allSubscribersSeeOneOrderOfAllPublishersIfTheBackplaneSaysSo() {
        List<Backplane> publishers = List.of(here, there, open());
        List<Inbox> inboxes =
                publishers.stream().map(one -> listen(one, PRICES)).toList();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < publishers.size(); i++) {
            Backplane publisher = publishers.get(i);
            String name = i + ":";
            threads.add(new Thread(() ->
                    IntStream.range(0, MANY).forEach(n -> publisher.pubSub().publish(PRICES, bytes(name + n)))));
        }
        threads.forEach(Thread::start);
        deadline.until(() -> assertThat(inboxes)
                .allSatisfy(inbox -> assertThat(inbox.payloads()).hasSize(3 * MANY)));
        if (here.capabilities().contains(Capability.TOTAL_ORDER)) {
            assertThat(inboxes)
                    .allSatisfy(inbox ->
                            assertThat(inbox.texts()).isEqualTo(inboxes.get(0).texts()));
        }
        inboxes.forEach(inbox -> assertThat(inbox.texts().stream().filter(text -> text.startsWith("1:")))
                .isEqualTo(IntStream.range(0, MANY).mapToObj(n -> "1:" + n).toList()));
    }

    private void eachStaysApart(List<Subject> subjects) {
        List<Inbox> inboxes =
                subjects.stream().map(subject -> listen(there, subject)).toList();
        subjects.forEach(subject -> publish(here, subject, subject.toString()));
        for (int i = 0; i < subjects.size(); i++) {
            String own = subjects.get(i).toString();
            Inbox inbox = inboxes.get(i);
            deadline.until(() -> assertThat(inbox.texts()).contains(own));
        }
        subjects.forEach(subject -> publish(here, subject, MARKER));
        for (int i = 0; i < subjects.size(); i++) {
            inboxes.get(i).gets(subjects.get(i).toString(), MARKER);
        }
    }
}
