package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.ConnectionId;
import io.carillon.LimitExceededException;
import io.carillon.Member;
import io.carillon.UnknownConnectionException;
import io.carillon.limits.JoinPolicy.Decision;
import io.carillon.tck.RecordingConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Who may join what. */
class JoinPolicyTest extends InstanceTest {
    private final List<Member> asked = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<Decision>> later = new HashMap<>();

    /** Answers by the name of the group. */
    private CompletionStage<Decision> decide(Member member, String group) {
        asked.add(member);
        return switch (group) {
            case "secret" -> Decision.refuse("members only");
            case "throw" -> throw new IllegalStateException("on purpose");
            case "fail" -> CompletableFuture.failedStage(new IllegalStateException("on purpose"));
            case "null" -> null;
            case "nothing" -> CompletableFuture.completedStage(null);
            case "lobby" -> Decision.allow();
            default -> later.computeIfAbsent(group, name -> new CompletableFuture<>());
        };
    }

    private Instance instance() {
        return new Instance(Limits.builder().joinPolicy(this::decide));
    }

    private void isRefused(CompletionStage<?> join, String why) {
        assertThat(error(join))
                .isInstanceOf(LimitExceededException.class)
                .hasMessage("the join policy refuses: " + why);
    }

    @Test
    void aJoinThatThePolicyRefusesFailsWithItsReasonAndIsNotCarriedOut() {
        Instance one = instance();
        RecordingConnection ada = one.connect("ada");

        isRefused(one.join(ada, "secret"), "members only");
        done(one.join(ada, "lobby"));

        assertThat(done(one.hub.groups(ada.id()))).containsExactly("lobby");
        assertThat(asked).containsOnly(ada.member());
        assertThat(one.refused(Limit.JOIN_POLICY)).isOne();
        assertThat(one.behind.asked).doesNotContain("join secret");
    }

    @Test
    void aPolicyThatFailsHoweverItDoesRefuses() {
        Instance one = instance();
        RecordingConnection ada = one.connect("ada");

        for (String how : List.of("throw", "fail", "null", "nothing")) {
            isRefused(one.join(ada, how), "it has failed");
        }

        assertThat(done(one.hub.groups(ada.id()))).isEmpty();
    }

    @Test
    void aPolicyThatDoesNotAnswerRefusesAndItsLateAnswerIsNone() {
        Instance one = new Instance(Limits.builder().joinPolicy(this::decide, Duration.ofSeconds(3)));
        RecordingConnection ada = one.connect("ada");
        CompletionStage<?> join = one.join(ada, "slow");
        time.advance(Duration.ofMillis(2_999));
        assertThat(join.toCompletableFuture()).isNotDone();

        time.advance(Duration.ofMillis(1));

        isRefused(join, "it has not answered within PT3S");
        later.get("slow").complete(Decision.ALLOWED);
        time.run();
        assertThat(one.behind.asked).doesNotContain("join slow");
    }

    @Test
    void aJoinThatIsRefusedLeavesRoomForAnother() {
        Instance one = new Instance(Limits.builder().joinPolicy(this::decide).groupsPerConnection(1));
        RecordingConnection ada = one.connect("ada");
        isRefused(one.join(ada, "secret"), "members only");

        done(one.join(ada, "lobby"));
    }

    @Test
    void whatIsAskedForOneConnectionHappensInOrderThoughThePolicyTakesItsTime() {
        Instance one = instance();
        RecordingConnection ada = one.connect("ada");
        List<CompletionStage<?>> all = new ArrayList<>();
        all.add(one.join(ada, "slow"));
        all.add(one.join(ada, "lobby"));
        all.add(one.registry.leave(ada.id(), "slow"));
        all.add(one.registry.leaveAll(ada.id()));
        all.add(one.join(ada, "lobby"));
        time.run();
        assertThat(one.behind.asked).containsExactly("register");

        later.get("slow").complete(Decision.ALLOWED);
        all.forEach(this::done);

        assertThat(one.behind.asked)
                .containsExactly("register", "join slow", "join lobby", "leave slow", "leaveAll", "join lobby");
        assertThat(done(one.hub.groups(ada.id()))).containsExactly("lobby");
    }

    @Test
    void aSecondJoinOfOneGroupIsAskedAboutToo() {
        Instance one = instance();
        RecordingConnection ada = one.connect("ada");
        CompletionStage<?> first = one.join(ada, "slow");
        CompletionStage<?> second = one.join(ada, "slow");
        time.run();

        assertThat(one.behind.asked).containsExactly("register");
        later.get("slow").complete(new Decision(Optional.of("members only")));

        isRefused(first, "members only");
        isRefused(second, "members only");
        assertThat(done(one.hub.groups(ada.id()))).isEmpty();
    }

    @Test
    void anotherConnectionDoesNotWait() {
        Instance one = instance();
        one.join(one.connect("ada"), "slow");

        done(one.join(one.connect("bob"), "lobby"));
    }

    @Test
    void aHundredThousandThatWaitForOneGoOnWithoutAStackOfThem() {
        Instance one = instance();
        RecordingConnection ada = one.connect("ada");
        CompletionStage<?> join = one.join(ada, "slow");
        time.run();
        CompletionStage<?> last = join;
        for (int i = 0; i < 100_000; i++) {
            last = one.registry.leave(ada.id(), "slow");
        }

        later.get("slow").complete(Decision.ALLOWED);

        done(join);
        done(last);
    }

    @Test
    void aJoinOfAConnectionThatHasGoneMeanwhileFails() {
        Instance one = instance();
        RecordingConnection ada = one.connect("ada");
        CompletionStage<?> join = one.join(ada, "slow");
        time.run();

        done(one.registry.unregister(ada.id()));
        later.get("slow").complete(Decision.ALLOWED);

        assertThat(error(join)).isInstanceOf(UnknownConnectionException.class);
        assertThat(done(one.hub.count("slow"))).isZero();
    }

    @Test
    void aConnectionOfAnotherInstanceIsLookedUpForThePolicy() {
        Instance here = instance();
        Instance there = instance();
        RecordingConnection ada = there.connect("ada");

        isRefused(here.join(ada, "secret"), "members only");
        done(here.join(ada, "lobby"));

        assertThat(asked)
                .hasSize(2)
                .allSatisfy(member -> assertThat(member.user()).isEqualTo(Optional.of("ada")));
    }

    @Test
    void aConnectionThatNobodyKnowsIsUnknownWhateverThePolicySays() {
        Instance one = instance();

        assertThat(error(one.registry.join(ConnectionId.next(one.hub.instanceId()), "lobby")))
                .isInstanceOf(UnknownConnectionException.class);

        assertThat(asked).isEmpty();
    }

    @Test
    void whatTheApplicationJoinsOnItsOwnAccountIsNotAskedAbout() {
        Instance one = instance();
        RecordingConnection ada = one.connect("ada");

        done(one.hub.join(ada.id(), "secret"));

        assertThat(asked).isEmpty();
    }
}
