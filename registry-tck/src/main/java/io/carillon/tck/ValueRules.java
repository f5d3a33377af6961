package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.LimitExceededException;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.PubSubSystem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is put, got and taken. */
abstract class ValueRules extends ValueTests {

    @Test
    @Rule("CV-1.1")
    void whatIsPutIsGotEverywhereAsItWas() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        for (byte[] value : List.of(all, new byte[0])) {
            deadline.done(values.put("a", value, LONG));
            assertThat(deadline.done(values.get("a")))
                    .hasValueSatisfying(got -> assertThat(got).isEqualTo(value));
            assertThat(deadline.done(elsewhere.get("a")))
                    .hasValueSatisfying(got -> assertThat(got).isEqualTo(value));
        }
    }

    @Test
    @Rule("CV-1.2")
    void whatIsPutAgainIsReplacedWithItsLife() {
        put("a", "1", LONG);
        put("a", "2", SHORT);
        put("b", "1", SHORT);
        put("b", "2", LONG);
        end(SHORT, () -> assertThat(get(elsewhere, "a")).isEmpty());
        assertThat(get(elsewhere, "b")).contains("2");
    }

    @Test
    @Rule("CV-1.3")
    void aValueIsThereUntilTheEndOfItsLifeAndNotBeyond() {
        // The long one first: if it lives as shortly, it has ended when the other has.
        put("long", "1", LONG);
        put("short", "1", SHORT);
        end(SHORT, () -> assertThat(get(elsewhere, "short")).isEmpty());
        assertThat(deadline.done(values.take("short"))).isEmpty();
        assertThat(get(elsewhere, "long")).contains("1");
    }

    @Test
    @Rule("CV-1.4")
    void aValueMayHave4096BytesAndNoMore() {
        byte[] largest = new byte[ClusterValues.MAX_VALUE_BYTES];
        deadline.done(values.put("a", largest, LONG));
        CompletableFuture<Void> refused =
                values.put("a", new byte[largest.length + 1], LONG).toCompletableFuture();
        assertThat(refused).isDone();
        assertThat(deadline.error(refused)).isInstanceOf(LimitExceededException.class);
        assertThat(deadline.done(elsewhere.get("a")))
                .hasValueSatisfying(got -> assertThat(got).hasSize(largest.length));
    }

    @Test
    @Rule("CV-1.5")
    void aLifeOutOfBoundsIsThrownBackAtOnce() {
        put("a", "1", ClusterValues.MAX_LIFE);
        assertThat(deadline.done(values.hold("a", "b", 1, ClusterValues.MAX_LIFE)))
                .isTrue();
        for (Duration life : List.of(
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofNanos(999_999),
                ClusterValues.MAX_LIFE.plusNanos(1),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException().isThrownBy(() -> values.put("a", bytes("2"), life));
            assertThatIllegalArgumentException().isThrownBy(() -> values.hold("a", "b", 1, life));
        }
        assertThat(get(elsewhere, "a")).contains("1");
    }

    @Test
    @Rule("CV-2.1")
    void whatIsGotStaysThereAndWhatIsNotThereIsEmpty() {
        assertThat(get(values, "a")).isEmpty();
        put("a", "1", LONG);
        assertThat(get(values, "a")).contains("1");
        assertThat(get(values, "a")).contains("1");
        assertThat(get(elsewhere, "b")).isEmpty();
    }

    @Test
    @Rule("CV-3.1")
    void whatIsTakenIsGoneEverywhere() {
        put("a", "1", LONG);
        assertThat(deadline.done(elsewhere.take("a")).map(ValueTests::text)).contains("1");
        assertThat(get(values, "a")).isEmpty();
        assertThat(deadline.done(elsewhere.take("a"))).isEmpty();
        put("a", "2", LONG);
        assertThat(get(elsewhere, "a")).contains("2");
    }

    @Test
    @Rule("CV-3.2")
    void ofManyWhoTakeAtOnceOneGetsIt() {
        for (int round = 0; round < 20; round++) {
            put("a", "1", LONG);
            assertThat(granted(10, one -> one.asked().take("a"), Optional::isPresent))
                    .isEqualTo(1);
        }
    }

    @Test
    @Rule("CV-6.1")
    void namesAreOpaque() {
        for (String name : NastyNames.ALL) {
            put(name, "value of " + name, LONG);
            assertThat(hold(values, name, "holder", 1)).isTrue();
            assertThat(hold(values, "one", name, NastyNames.ALL.size())).isTrue();
        }
        assertThat(hold(values, "one", "too many", NastyNames.ALL.size())).isFalse();
        for (String name : NastyNames.ALL) {
            assertThat(get(elsewhere, name)).contains("value of " + name);
            assertThat(hold(elsewhere, name, "another", 1)).isFalse();
        }
    }

    @Test
    @Rule("CV-6.2")
    void aNameThatIsNoneIsThrownBackAtOnce() {
        for (String name : List.of("", NastyNames.TOO_LONG, NastyNames.NO_UNICODE)) {
            List<Supplier<CompletionStage<?>>> calls = List.of(
                    () -> values.put(name, bytes("1"), LONG),
                    () -> values.get(name),
                    () -> values.take(name),
                    () -> values.hold(name, "a", 1, LONG),
                    () -> values.hold("a", name, 1, LONG),
                    () -> values.release(name, "a"),
                    () -> values.release("a", name));
            calls.forEach(call -> assertThatIllegalArgumentException().isThrownBy(call::get));
        }
    }

    @Test
    @Rule("CV-6.3")
    void whatIsPutAndWhatIsHeldUnderOneNameDoNotTouchEachOther() {
        put("a", "1", LONG);
        assertThat(hold(values, "a", "b", 1)).isTrue();
        assertThat(deadline.done(values.take("a")).map(ValueTests::text)).contains("1");
        assertThat(hold(values, "a", "c", 1)).isFalse();
        put("a", "2", LONG);
        release("a", "b");
        assertThat(get(elsewhere, "a")).contains("2");
    }

    @Test
    @Rule("CV-6.4")
    void whatOneInstanceAsksOfOneNameTakesEffectInItsOrder() {
        for (int round = 0; round < 50; round++) {
            values.put("a", bytes("old"), LONG);
            values.take("a");
            values.put("a", bytes("n" + round), LONG);
            values.hold("b", "c", 1, LONG);
            values.release("b", "c");
            CompletionStage<Boolean> other = values.hold("b", "d" + round, 1, LONG);
            CompletionStage<Void> released = values.release("b", "d" + round);
            assertThat(get(values, "a")).contains("n" + round);
            assertThat(deadline.done(other)).isTrue();
            deadline.done(released);
        }
    }

    @Test
    @Rule("CV-6.5")
    void whileTheLinkIsBrokenCallsFailAsUnavailableOrUnknown() {
        need(BrokerFixture.Fault.CUT);
        LinkLog log = new LinkLog(deadline);
        here.pubSub().onStatus(log);
        put("a", "1", LONG);
        broker.cut(here);
        log.last(PubSubSystem.Status.DISCONNECTED);
        for (CompletionStage<?> call : calls()) {
            assertThat(deadline.error(call))
                    .isInstanceOfAny(BackplaneUnavailableException.class, BackplaneTimeoutException.class);
        }
        broker.restore(here);
        log.last(PubSubSystem.Status.CONNECTED);
        put("a", "2", LONG);
        assertThat(get(elsewhere, "a")).contains("2");
    }

    @Test
    @Rule("CV-6.6")
    void afterTheCloseEveryCallFailsAsUnavailable() {
        here.close();
        for (CompletionStage<?> call : calls()) {
            assertThat(deadline.error(call)).isInstanceOf(BackplaneUnavailableException.class);
        }
    }

    private List<CompletionStage<?>> calls() {
        return List.of(
                values.put("a", bytes("1"), LONG),
                values.get("a"),
                values.take("a"),
                values.hold("a", "b", 1, LONG),
                values.release("a", "b"));
    }

    /** Waits until something holds that must when this life is over. */
    private void end(Duration life, Executable holds) {
        new Deadline(life.plus(deadline.time())).until(holds);
    }
}
