package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryCacheTest {
    private static final Target LOBBY = new Target.Group("lobby");
    private static final Target KITCHEN = new Target.Group("kitchen");
    private static final Duration AGE = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofNanos(1);

    private final ManualRuntime runtime = new ManualRuntime();
    private final QueryCache<String, List<String>> cache = new QueryCache<>(runtime, AGE, List::size);
    /** What the store was asked, and not yet answered. */
    private final List<CompletableFuture<List<String>>> asked = new ArrayList<>();

    @Test
    void anAnswerIsGivenAgainUntilItIsTooOld() {
        ask(LOBBY, "a");
        asked.get(0).complete(List.of("old"));
        runtime.advance(AGE);
        assertThat(ask(LOBBY, "a")).isCompletedWithValue(List.of("old"));
        runtime.advance(TICK);
        assertThat(ask(LOBBY, "a")).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void anAgeIsCountedFromTheAsking() {
        ask(LOBBY, "a");
        runtime.advance(AGE);
        asked.get(0).complete(List.of("old"));
        assertThat(ask(LOBBY, "a")).isCompletedWithValue(List.of("old"));
        runtime.advance(TICK);
        assertThat(ask(LOBBY, "a")).isNotDone();
    }

    @Test
    void whoeverAsksTheSameMeanwhileSharesOneCall() {
        List<CompletableFuture<List<String>>> answers =
                IntStream.range(0, 10).mapToObj(i -> ask(LOBBY, "a")).toList();
        assertThat(asked).hasSize(1);
        asked.get(0).complete(List.of("one"));
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(List.of("one")));
    }

    @Test
    void aCallThatTakesTooLongIsNotShared() {
        ask(LOBBY, "a");
        runtime.advance(AGE.plus(TICK));
        CompletableFuture<List<String>> later = ask(LOBBY, "a");
        asked.get(0).complete(List.of("old"));
        assertThat(later).isNotDone();
        asked.get(1).complete(List.of("new"));
        assertThat(later).isCompletedWithValue(List.of("new"));
        assertThat(ask(LOBBY, "a")).isCompletedWithValue(List.of("new"));
    }

    @Test
    void anotherQuestionIsAnother() {
        ask(LOBBY, "a");
        ask(LOBBY, "b");
        ask(KITCHEN, "a");
        assertThat(asked).hasSize(3);
    }

    @Test
    void aFailureIsToldToWhoWaitsAndNotKept() {
        CompletableFuture<List<String>> first = ask(LOBBY, "a");
        CompletableFuture<List<String>> second = ask(LOBBY, "a");
        asked.get(0).completeExceptionally(new IllegalStateException("on purpose"));
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(ask(LOBBY, "a")).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatHasChangedIsAskedAgain() {
        ask(LOBBY, "a");
        ask(KITCHEN, "a");
        asked.forEach(answer -> answer.complete(List.of("before")));
        cache.forget(LOBBY);
        assertThat(ask(LOBBY, "a")).isNotDone();
        assertThat(ask(KITCHEN, "a")).isCompletedWithValue(List.of("before"));
    }

    @Test
    void whatWasAskedBeforeAChangeIsNotGivenAfterIt() {
        ask(LOBBY, "a");
        cache.forget(LOBBY);
        CompletableFuture<List<String>> after = ask(LOBBY, "a");
        asked.get(0).complete(List.of("before"));
        assertThat(after).isNotDone();
        asked.get(1).complete(List.of("after"));
        assertThat(ask(LOBBY, "a")).isCompletedWithValue(List.of("after"));
        assertThat(cache.items()).isEqualTo(2);
    }

    @Test
    void noMoreIsKeptThanTheBoundAndTheOldestGoesFirst() {
        List<String> many = IntStream.range(0, 999).mapToObj(i -> "x").toList();
        for (int i = 0; i < 101; i++) {
            ask(new Target.Group("group " + i), "a");
            asked.get(i).complete(many);
            assertThat(cache.items()).isLessThanOrEqualTo(QueryCache.MAX_ITEMS);
        }
        assertThat(cache.items()).isEqualTo(QueryCache.MAX_ITEMS);
        assertThat(ask(new Target.Group("group 100"), "a")).isCompletedWithValue(many);
        assertThat(ask(new Target.Group("group 0"), "a")).isNotDone();
    }

    @Test
    void whatIsTooOldGoesWithTheNextQuestion() {
        for (int i = 0; i < 100; i++) {
            ask(new Target.Group("group " + i), "a");
        }
        asked.forEach(answer -> answer.complete(List.of("one")));
        assertThat(cache.items()).isEqualTo(200);
        runtime.advance(AGE.plus(TICK));
        ask(LOBBY, "a");
        assertThat(cache.items()).isEqualTo(1);
    }

    @Test
    void withoutAnAgeEveryQuestionIsTheStores() {
        QueryCache<String, List<String>> none = new QueryCache<>(runtime, Duration.ZERO, List::size);
        for (int i = 0; i < 2; i++) {
            none.ask(LOBBY, "a", this::store);
            asked.get(i).complete(List.of());
        }
        assertThat(asked).hasSize(2);
        assertThat(none.items()).isZero();
    }

    private CompletableFuture<List<String>> ask(Target target, String question) {
        return cache.ask(target, question, this::store).toCompletableFuture();
    }

    private CompletionStage<List<String>> store() {
        CompletableFuture<List<String>> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }
}
