package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.spi.Backplane;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import org.junit.jupiter.api.BeforeEach;

/** Somebody outside publishes, and two instances listen. */
abstract class ChannelTests extends BrokerTests {
    Backplane there;

    @BeforeEach
    void openThere() {
        there = open();
        need(BrokerFixture.Fault.PUBLISH);
    }

    static ExternalChannels of(Backplane backplane) {
        assertThat(backplane.channels())
                .as("the plain channels of a backplane, for which this contract is")
                .isPresent();
        return backplane.channels().orElseThrow();
    }

    final Heard listen(Backplane backplane, String channel) {
        Heard heard = new Heard(deadline);
        subscribe(backplane, channel, heard);
        return heard;
    }

    final Heard match(Backplane backplane, String pattern) {
        Heard heard = new Heard(deadline);
        deadline.done(of(backplane).subscribePattern(pattern, heard));
        return heard;
    }

    final Subscription subscribe(Backplane backplane, String channel, ExternalChannels.ChannelListener listener) {
        return deadline.done(of(backplane).subscribe(channel, listener));
    }

    final void publish(String channel, String text) {
        broker.publish(channel, PubSubTests.bytes(text));
    }
}
