package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is published by somebody outside, and who hears it. */
abstract class ChannelRules extends ChannelTests {

    @Test
    @Rule("XC-1.1")
    void whatAnybodyPublishesAfterTheConfirmationArrivesAsItWas() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        for (int round = 0; round < 50; round++) {
            Heard heard = listen(here, "round:" + round);
            Heard elsewhere = listen(there, "round:" + round);
            broker.publish("round:" + round, all);
            broker.publish("round:" + round, new byte[0]);
            for (Heard one : List.of(heard, elsewhere)) {
                deadline.until(() -> assertThat(one.payloads()).hasSize(2));
                assertThat(one.payloads().get(0)).isEqualTo(all);
                assertThat(one.payloads().get(1)).isEmpty();
            }
        }
    }

    @Test
    @Rule("XC-1.2")
    void namesOfChannelsAreOpaque() {
        Map<String, Heard> heard = new LinkedHashMap<>();
        NastyNames.ALL.forEach(name -> heard.put(name, listen(here, name)));
        String longest = "x".repeat(ExternalChannels.MAX_NAME_BYTES);
        heard.put(longest, listen(here, longest));
        heard.keySet().forEach(name -> publish(name, "to " + name));
        heard.keySet().forEach(name -> publish(name, "end"));
        heard.forEach((name, one) -> one.gets(name + "=to " + name, name + "=end"));
    }

    @Test
    @Rule("XC-1.3")
    void everySubscriptionThatMatchesGetsAMessageOnce() {
        Heard twice = new Heard(deadline);
        subscribe(here, "user:ada", twice);
        subscribe(here, "user:ada", twice);
        Heard other = listen(here, "user:ada");
        Heard pattern = match(here, "user:*");
        Heard same = match(here, "user:*");
        Heard another = match(here, "*:ada");
        Heard elsewhere = match(there, "user:*");
        publish("user:ada", "1");
        publish("user:ada", "2");
        List.of(other, pattern, same, another, elsewhere).forEach(one -> one.gets("user:ada=1", "user:ada=2"));
        deadline.until(() -> assertThat(twice.texts()).hasSize(4));
    }

    @Test
    @Rule("XC-1.4")
    void nothingArrivesAfterACloseIsDone() {
        for (int round = 0; round < 20; round++) {
            Heard heard = new Heard(deadline);
            Heard matched = new Heard(deadline);
            Subscription channel = subscribe(here, "a", heard);
            Subscription pattern = deadline.done(of(here).subscribePattern("a*", matched));
            Heard stays = listen(there, "a");
            publish("a", "1");
            deadline.done(channel.close());
            deadline.done(pattern.close());
            int then = heard.texts().size() + matched.texts().size();
            publish("a", "2");
            stays.gets("a=1", "a=2");
            Heard again = listen(here, "a");
            publish("a", "3");
            again.gets("a=3");
            assertThat(heard.texts().size() + matched.texts().size()).isEqualTo(then);
        }
    }

    @Test
    @Rule("XC-1.5")
    void aCloseEndsNoOtherSubscriptionHoweverOftenItIsDone() {
        Heard heard = new Heard(deadline);
        Subscription channel = subscribe(here, "a", heard);
        Subscription pattern = deadline.done(of(here).subscribePattern("a*", heard));
        Heard other = listen(here, "a");
        Heard matched = match(here, "a*");
        for (int times = 0; times < 2; times++) {
            deadline.done(channel.close());
            deadline.done(pattern.close());
        }
        publish("a", "1");
        other.gets("a=1");
        matched.gets("a=1");
    }

    @Test
    @Rule("XC-1.6")
    void aListenerThatThrowsHarmsNeitherOthersNorItself() {
        Heard thrower = new Heard(deadline);
        subscribe(here, "a", (channel, payload) -> {
            thrower.onMessage(channel, payload);
            throw new IllegalStateException("thrown on purpose");
        });
        Heard other = listen(here, "a");
        Heard matched = match(here, "a");
        publish("a", "1");
        publish("a", "2");
        other.gets("a=1", "a=2");
        matched.gets("a=1", "a=2");
        thrower.gets("a=1", "a=2");
    }

    @Test
    @Rule("XC-1.7")
    void whatIsPublishedOneAfterTheOtherArrivesSoOneAtATime() {
        Heard heard = listen(here, "a");
        Heard matched = match(there, "a*");
        String[] expected = IntStream.range(0, 300).mapToObj(i -> "a=" + i).toArray(String[]::new);
        IntStream.range(0, 300).forEach(i -> publish("a", "" + i));
        for (Heard one : List.of(heard, matched)) {
            one.gets(expected);
            assertThat(one.overlapped).isFalse();
        }
    }

    @Test
    @Rule("XC-2.1")
    void inAPatternAStarIsAnythingAndAllElseIsItself() {
        List<String> all = List.of("ac", "abc", "a\nc", "a*c", "a\\*c", "a🔔c", "a?c", "[ab]", "b", "^a", "A?C", "a\\");
        Map<Heard, List<String>> expected = new LinkedHashMap<>();
        expected.put(match(here, "a*c"), all.subList(0, 7));
        expected.put(match(here, "*"), all);
        expected.put(match(here, "a?*"), List.of("a?c"));
        expected.put(match(here, "[ab]"), List.of("[ab]"));
        expected.put(match(here, "[ab]*"), List.of("[ab]"));
        expected.put(match(here, "^*"), List.of("^a"));
        expected.put(match(here, "a\\*"), List.of("a\\*c", "a\\"));
        expected.put(match(here, "**b"), List.of("b"));
        all.forEach(name -> publish(name, "1"));
        expected.forEach((heard, names) ->
                heard.gets(names.stream().map(name -> name + "=1").toArray(String[]::new)));
    }

    @Test
    @Rule("XC-2.2")
    void whoListensToAPatternIsToldTheChannel() {
        Heard heard = match(here, "user:*");
        publish("user:ada", "1");
        publish("user:bob", "2");
        publish("other:bob", "3");
        publish("user:", "4");
        heard.gets("user:ada=1", "user:bob=2", "user:=4");
    }

    @Test
    @Rule("XC-3.1")
    void whatInstancesTellEachOtherIsNotShown() {
        Heard all = match(here, "*");
        Subject prices = Subject.application("prices");
        Inbox inbox = new Inbox(deadline);
        deadline.done(here.pubSub().subscribe(prices, inbox));
        deadline.done(there.pubSub().publish(prices, PubSubTests.bytes("1")));
        inbox.gets("1");
        publish("a", "end");
        all.gets("a=end");
    }

    @Test
    @Rule("XC-3.2")
    void aNameThatIsNoneIsThrownBackAtOnce() {
        String tooLong = "x".repeat(ExternalChannels.MAX_NAME_BYTES + 1);
        for (String name : List.of("", tooLong, NastyNames.NO_UNICODE)) {
            assertThatIllegalArgumentException().isThrownBy(() -> of(here).subscribe(name, (channel, payload) -> {}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> of(here).subscribePattern(name, (channel, payload) -> {}));
        }
    }
}
