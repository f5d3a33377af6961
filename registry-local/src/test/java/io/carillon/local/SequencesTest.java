package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Gap;
import io.carillon.InstanceId;
import io.carillon.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final InstanceId ADA = new InstanceId("ada");
    private static final InstanceId BOB = new InstanceId("bob");
    private static final Target LOBBY = new Target.Group("lobby");

    private final List<Gap> gaps = new ArrayList<>();
    private final Sequences sequences = new Sequences(LOBBY, gaps::add);

    @Test
    void theFirstNumberIsTheBaseLine() {
        assertThat(accept(ADA, 1, 7)).isTrue();
        assertThat(accept(BOB, 1, 100)).isTrue();
        assertThat(accept(ADA, 1, 8)).isTrue();
        assertThat(gaps).isEmpty();
    }

    @Test
    void aNumberNotAboveTheLastIsDropped() {
        accept(ADA, 1, 7);
        accept(ADA, 1, 8);
        assertThat(accept(ADA, 1, 8)).isFalse();
        assertThat(accept(ADA, 1, 7)).isFalse();
        assertThat(gaps).isEmpty();
    }

    @Test
    void aMissingRangeIsAGapAndWhatComesLateIsDropped() {
        accept(ADA, 1, 7);
        assertThat(accept(ADA, 1, 11)).isTrue();
        assertThat(gaps).containsExactly(new Gap(LOBBY, ADA, 8, 10));
        assertThat(accept(ADA, 1, 9)).isFalse();
    }

    @Test
    void aNewStreamCountsFromOneAndTheOldOneIsOver() {
        accept(ADA, 1, 7);
        assertThat(accept(ADA, 2, 3)).isTrue();
        assertThat(gaps).containsExactly(new Gap(LOBBY, ADA, 1, 2));
        assertThat(accept(ADA, 1, 8)).isFalse();
    }

    @Test
    void aLossAtTheEndIsAGapWhenTheSecondBeaconFindsItMissingToo() {
        accept(ADA, 1, 7);
        sequences.beacon(ADA, 1, 9);
        assertThat(gaps).isEmpty();
        sequences.beacon(ADA, 1, 9);
        assertThat(gaps).containsExactly(new Gap(LOBBY, ADA, 8, 9));
        sequences.beacon(ADA, 1, 9);
        assertThat(gaps).hasSize(1);
        assertThat(accept(ADA, 1, 9)).isFalse();
    }

    @Test
    void whatArrivesBetweenTwoBeaconsIsNoGap() {
        accept(ADA, 1, 7);
        sequences.beacon(ADA, 1, 8);
        assertThat(accept(ADA, 1, 8)).isTrue();
        sequences.beacon(ADA, 1, 9);
        assertThat(accept(ADA, 1, 9)).isTrue();
        sequences.beacon(ADA, 1, 9);
        assertThat(gaps).isEmpty();
    }

    @Test
    void aBeaconThatOvertakesTheFirstMessageDoesNotHideIt() {
        sequences.beacon(ADA, 1, 5);
        assertThat(accept(ADA, 1, 5)).isTrue();
        assertThat(accept(ADA, 1, 6)).isTrue();
        assertThat(gaps).isEmpty();
    }

    @Test
    void twoBeaconsMakeABaseLineToo() {
        sequences.beacon(ADA, 1, 5);
        sequences.beacon(ADA, 1, 5);
        assertThat(accept(ADA, 1, 7)).isTrue();
        assertThat(gaps).containsExactly(new Gap(LOBBY, ADA, 6, 6));
    }

    @Test
    void aMessageThatTwoBeaconsHaveOvertakenIsTakenOnce() {
        sequences.beacon(ADA, 1, 5);
        sequences.beacon(ADA, 1, 5);
        assertThat(accept(ADA, 1, 5)).isTrue();
        assertThat(accept(ADA, 1, 5)).isFalse();
        assertThat(accept(ADA, 1, 6)).isTrue();
        assertThat(gaps).isEmpty();
    }

    @Test
    void aMessageSentAgainUnderItsIdIsDroppedAndLeavesNoGap() {
        assertThat(sequences.accept(ADA, 1, 1, "order 7")).isTrue();
        assertThat(sequences.accept(ADA, 1, 2, "order 7")).isFalse();
        assertThat(sequences.accept(BOB, 1, 1, "order 7")).isTrue();
        assertThat(accept(ADA, 1, 3)).isTrue();
        assertThat(gaps).isEmpty();
    }

    @Test
    void whatComesFromOutsideHasNoNumberAndIsTaken() {
        assertThat(accept(ADA, 0, 0)).isTrue();
        assertThat(accept(ADA, 0, 0)).isTrue();
        assertThat(gaps).isEmpty();
    }

    private boolean accept(InstanceId publisher, long stream, long number) {
        return sequences.accept(publisher, stream, number, null);
    }
}
