package io.carillon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private static final ConnectionId ID = new ConnectionId(new InstanceId("here"), 1);

    @Test
    void targetsAndExceptionsAddUp() {
        Audience audience = Audience.group("a")
                .and(Audience.user("ada").except(ID))
                .except(Audience.group("muted").and(Audience.user("grace")));
        assertThat(audience.targets()).containsExactly(new Target.Group("a"), new Target.User("ada"));
        assertThat(audience.exceptions())
                .containsExactly(new Target.Connection(ID), new Target.Group("muted"), new Target.User("grace"));
    }

    @Test
    void aTargetNamedTwiceCountsOnce() {
        assertThat(Audience.of(new Target.Group("a"), new Target.Group("a")).targets())
                .hasSize(1);
        assertThat(Audience.everyone().except(ID, ID).exceptions()).hasSize(1);
    }

    @Test
    void anAudienceWithoutATargetIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(Audience::of);
    }

    @Test
    void moreThan256TargetsOrExceptionsAreRefused() {
        Target[] targets =
                IntStream.range(0, 257).mapToObj(i -> new Target.Group("g" + i)).toArray(Target[]::new);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Audience.of(targets))
                .withMessage("an audience has 257 targets, expected at most 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Audience(Set.of(new Target.Everyone()), Set.of(targets)))
                .withMessage("an audience has 257 exceptions, expected at most 256");
    }

    @Test
    void whatIsExceptedMustNotHaveExceptionsItself() {
        Audience other = Audience.group("a").except(ID);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Audience.everyone().except(other));
    }
}
