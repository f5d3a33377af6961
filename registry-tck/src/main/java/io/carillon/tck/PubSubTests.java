package io.carillon.tck;

import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;

/** Two instances that tell each other things. */
abstract class PubSubTests extends BrokerTests {
    static final Subject PRICES = Subject.application("prices");
    static final Subject WEATHER = Subject.application("weather");
    /** What comes behind all else, and so proves that something did not come. */
    static final String MARKER = "marker";

    Backplane there;

    @BeforeEach
    void openThere() {
        there = open();
    }

    /** Listens, when this returns. */
    final Inbox listen(Backplane backplane, Subject subject) {
        Inbox inbox = new Inbox(deadline);
        subscribe(backplane, subject, inbox);
        return inbox;
    }

    final Subscription subscribe(Backplane backplane, Subject subject, PubSubSystem.Listener listener) {
        return deadline.done(backplane.pubSub().subscribe(subject, listener));
    }

    final Subscription respond(Backplane backplane, Subject subject, PubSubSystem.Responder responder) {
        return deadline.done(backplane.pubSub().respond(subject, responder));
    }

    /** The broker has it, when this returns. */
    final void publish(Backplane backplane, Subject subject, String text) {
        deadline.done(backplane.pubSub().publish(subject, bytes(text)));
    }

    static PubSubSystem.Responder answering(String prefix) {
        return question -> CompletableFuture.completedStage(bytes(prefix + text(question)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
