package io.carillon.benchmarks.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.benchmarks.load.Children;
import io.carillon.redis.RedisProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the harness works. What it measures here means nothing. */
class RoundsTest {
    private static final int LEAST_PAIRS = 200;
    private static final Shape TINY = ShapeTest.read(
            "--forks=1",
            "--rounds=2",
            "--millis=120",
            "--warm-up-millis=0",
            "--threads=2",
            "--receivers=5",
            "--in-flight=8");

    static Stream<Arguments> everything() {
        return Stream.of(Peer.values())
                .filter(Peer::isBare)
                .flatMap(bare -> Stream.of(Kind.values()).filter(bare::does).map(kind -> Arguments.of(kind, bare)));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void roundsAreMeasuredInPairs(Kind kind, Peer bare) throws IOException {
        Map<Figure, List<Pair>> measured = Rounds.measure(kind, bare, TINY);
        assertThat(measured)
                .hasSize(2)
                .allSatisfy((figure, pairs) -> assertThat(pairs)
                        .hasSize(TINY.rounds)
                        .allSatisfy(pair -> {
                            assertThat(pair.bare()).isGreaterThanOrEqualTo(0);
                            assertThat(pair.carillon()).isGreaterThanOrEqualTo(0);
                        }));
        Figure first = measured.keySet().iterator().next();
        assertThat(measured.get(first))
                .allSatisfy(pair -> assertThat(pair.ratio()).isPositive().isFinite());
    }

    /** What stands beside a join and a leave has to be the same work for the server. */
    @Test
    void theBareClientSendsAsManyScriptsForAPairAsTheHub() throws IOException {
        assertThat(scriptsOfAPair(Peer.LETTUCE)).isEqualTo(scriptsOfAPair(Peer.CARILLON_LETTUCE));
    }

    private static long scriptsOfAPair(Peer peer) throws IOException {
        try (RedisProcess redis = RedisProcess.started();
                Children children = new Children()) {
            Duo duo = Duo.start(children, peer, redis.uri(), TINY.jvmFlags());
            Kind.CHURN.probe(duo, TINY);
            redis.ask("CONFIG RESETSTAT");
            long pairs = 0;
            while (pairs < LEAST_PAIRS) {
                pairs += Long.parseLong(duo.sender().ask("churn 8 100").split(" ", -1)[0]);
            }
            Matcher calls = Pattern.compile("cmdstat_evalsha:calls=(\\d+)").matcher(redis.ask("INFO commandstats"));
            assertThat(calls.find()).isTrue();
            // Besides, a hub keeps its lease.
            return Math.round(Long.parseLong(calls.group(1)) / (double) pairs);
        }
    }
}
