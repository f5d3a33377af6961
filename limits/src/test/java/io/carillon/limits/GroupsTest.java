package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is told of a connection's groups a moment after it has happened. */
class GroupsTest {
    private final ManualTime time = ManualTime.inline();
    private final InstanceGroups instance = new InstanceGroups(100, time);
    private final Groups groups =
            new Groups(Limits.builder().groupsPerConnection(1).build(time).options, instance, time.nanoTime(), true);

    private void joins(String group) {
        assertThat(groups.begin(group, time.nanoTime())).isNull();
        groups.ended(group, true);
    }

    private void isFull() {
        assertThat(groups.begin("one too many", time.nanoTime())).isEqualTo(Limit.GROUPS);
    }

    @Test
    void aJoinThatIsToldAfterTheLeaveThatEndedItCountsNothing() {
        joins("a");
        groups.left("a");

        groups.toldJoined("a");

        assertThat(groups.size()).isZero();
        assertThat(instance.size()).isZero();
        joins("b");
        groups.toldLeft("a");
        groups.toldJoined("b");
        isFull();
    }

    @Test
    void aLeaveThatIsToldAfterTheNextJoinTakesNothingAway() {
        joins("a");
        groups.left("a");
        joins("a");

        groups.toldJoined("a");
        groups.toldLeft("a");

        isFull();
        groups.toldJoined("a");
        isFull();
        assertThat(instance.size()).isOne();
    }

    @Test
    void ofSeveralLeavesEachIsToldOnce() {
        for (int i = 0; i < 3; i++) {
            joins("a");
            groups.left("a");
        }
        for (int i = 0; i < 3; i++) {
            groups.toldJoined("a");
            assertThat(groups.size()).isZero();
            groups.toldLeft("a");
        }

        groups.toldJoined("a");

        assertThat(groups.size()).as("somebody else had it join").isOne();
        groups.toldLeft("a");
        assertThat(groups.size()).as("and leave").isZero();
    }

    @Test
    void aLeaveThatIsToldBeforeWhoAskedForItKnowsCountsOnce() {
        joins("a");
        groups.toldJoined("a");
        groups.toldLeft("a");
        groups.left("a");

        groups.toldJoined("a");

        assertThat(groups.size()).as("somebody else had it join again").isOne();
    }
}
