package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Places of which there is a limited number. */
abstract class HoldingRules extends ValueTests {

    @Test
    @Rule("CV-4.1")
    void noMoreThanTheLimitHoldAtOnceInTheWholeCluster() {
        assertThat(hold(values, "a", "1", 2)).isTrue();
        assertThat(hold(elsewhere, "a", "2", 2)).isTrue();
        assertThat(hold(values, "a", "3", 2)).isFalse();
        assertThat(hold(elsewhere, "a", "3", 2)).isFalse();
        assertThat(hold(elsewhere, "b", "3", 2)).as("under another name").isTrue();
        for (int round = 0; round < 20; round++) {
            String name = "round " + round;
            assertThat(granted(20, one -> one.asked().hold(name, one.holder(), 7, LONG), yes -> yes))
                    .isEqualTo(7);
        }
    }

    @Test
    @Rule("CV-4.2")
    void whoHoldsAndAsksAgainKeepsItsPlaceAndCountsOnce() {
        assertThat(hold(values, "a", "1", 2)).isTrue();
        assertThat(hold(elsewhere, "a", "1", 2)).isTrue();
        assertThat(hold(values, "a", "2", 2)).isTrue();
        assertThat(hold(values, "a", "1", 1))
                .as("though the limit is lower now")
                .isTrue();
        assertThat(hold(values, "a", "2", 1)).isTrue();
        assertThat(hold(values, "a", "3", 2)).isFalse();
    }

    @Test
    @Rule("CV-4.3")
    void whatIsNotRenewedEndsByItself() {
        assertThat(hold(elsewhere, "a", "lives", 2)).isTrue();
        long asked = System.nanoTime();
        assertThat(deadline.done(values.hold("a", "crashed", 2, SHORT))).isTrue();
        boolean isThereRoom = hold(elsewhere, "a", "next", 2);
        if (System.nanoTime() - asked < SHORT.toNanos()) { // else the machine has stalled for a life
            assertThat(isThereRoom).isFalse();
        }
        new Deadline(SHORT.plus(deadline.time()))
                .until(() -> assertThat(hold(elsewhere, "a", "next", 2)).isTrue());
        assertThat(hold(values, "a", "crashed", 2)).as("while others hold both").isFalse();
    }

    @Test
    @Rule("CV-4.4")
    void whoAsksAgainLivesOnForAnotherLife() {
        assertThat(deadline.done(values.hold("a", "renewed", 1, SHORT))).isTrue();
        assertThat(deadline.done(values.hold("left", "left", 1, SHORT))).isTrue();
        assertThat(deadline.done(values.hold("a", "renewed", 1, LONG))).isTrue();
        new Deadline(SHORT.plus(deadline.time()))
                .until(() -> assertThat(hold(elsewhere, "left", "next", 1)).isTrue());
        assertThat(hold(elsewhere, "a", "next", 1)).isFalse();
    }

    @Test
    @Rule("CV-4.5")
    void whoIsRefusedHoldsNothing() {
        assertThat(hold(values, "a", "1", 1)).isTrue();
        assertThat(hold(elsewhere, "a", "refused", 1)).isFalse();
        release("a", "1");
        assertThat(hold(values, "a", "2", 1)).isTrue();
        assertThat(hold(elsewhere, "a", "refused", 1)).isFalse();
    }

    @Test
    @Rule("CV-4.6")
    void aLimitOfLessThanOneIsThrownBackAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> values.hold("a", "1", 0, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> values.hold("a", "1", -1, LONG));
        assertThat(hold(values, "a", "1", Integer.MAX_VALUE)).isTrue();
    }

    @Test
    @Rule("CV-5.1")
    void whatIsReleasedMakesRoomOnceAndEverywhere() {
        assertThat(hold(values, "a", "1", 2)).isTrue();
        assertThat(hold(values, "a", "2", 2)).isTrue();
        CompletionStage<Void> released = elsewhere.release("a", "1");
        deadline.done(released);
        assertThat(hold(values, "a", "3", 2)).isTrue();
        assertThat(hold(values, "a", "4", 2)).isFalse();
    }

    @Test
    @Rule("CV-5.2")
    void releasingTwiceOrWhatOneDoesNotHoldDoesNothing() {
        release("nobody's", "1");
        assertThat(hold(values, "a", "1", 2)).isTrue();
        assertThat(hold(values, "a", "2", 2)).isTrue();
        release("a", "1");
        release("a", "1");
        release("a", "never");
        assertThat(hold(values, "a", "3", 2)).isTrue();
        assertThat(hold(elsewhere, "a", "4", 2))
                .as("the second one still holds")
                .isFalse();
    }
}
