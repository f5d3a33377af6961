package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Message;
import io.carillon.spi.Connection;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What it takes to bring a message to its members is allocated once, and nothing for each member. The whole way, from send to
 * the last offer, runs on the test's thread, and the JVM counts what that thread allocates.
 */
class FanOutAllocationTest {
    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final int SMALLEST_OBJECT = 16;
    private static final int WARM_UP = 20;
    private static final Audience LOBBY = Audience.group("lobby");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** All members are in the lobby and in the hall, the first one is muted too. */
    @SuppressWarnings("ImmutableEnumChecker") // an audience is immutable, and says so in no annotation
    private enum To {
        A_GROUP(Audience.group("lobby")),
        A_GROUP_BUT_SOME(Audience.group("lobby").except(Audience.group("muted"))),
        TWO_GROUPS(Audience.group("lobby").and(Audience.group("hall"))),
        EVERYONE(Audience.everyone());

        private final Audience audience;

        To(Audience audience) {
            this.audience = audience;
        }
    }

    @ParameterizedTest
    @MethodSource("audiences")
    void aFanOutAllocatesNothingPerMember(Audience audience) {
        long few = new Cluster(FEW).allocatedBy(audience);
        long many = new Cluster(MANY).allocatedBy(audience);
        assertThat(many - few)
                .as("bytes for %d more members", MANY - FEW)
                .isLessThan((long) (MANY - FEW) * SMALLEST_OBJECT / 10);
    }

    @Test
    void theSmallestObjectPerMemberIsSeen() {
        Cluster cluster = new Cluster(MANY);
        cluster.membersAllocate = true;
        assertThat(cluster.allocatedBy(LOBBY)).isGreaterThanOrEqualTo((long) MANY * SMALLEST_OBJECT);
    }

    private static final class Cluster {
        private final ManualRuntime runtime = new ManualRuntime();
        private final Hub hub =
                done(Hub.builder().backplane(new InMemoryBackplane(runtime)).start(runtime));
        private final Message message = Message.text("x".repeat(128));
        private boolean membersAllocate;

        @SuppressWarnings("UnusedVariable") // written, so that the allocation cannot be optimised away
        private Object lastAllocated = "none";

        private int offers;

        Cluster(int members) {
            for (int i = 0; i < members; i++) {
                Counting member = new Counting(ConnectionId.next(hub.instanceId()));
                done(hub.register(member));
                done(hub.join(member.id(), "lobby"));
                done(hub.join(member.id(), "hall"));
                if (i == 0) {
                    done(hub.join(member.id(), "muted"));
                }
            }
            runtime.run();
        }

        /** By one message, when the first ones have loaded what is needed. */
        long allocatedBy(Audience audience) {
            for (int i = 0; i < WARM_UP; i++) {
                send(audience);
            }
            offers = 0;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            send(audience);
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            int muted = audience.exceptions().size();
            assertThat(offers).isEqualTo(hub.localCount() - muted);
            return bytes;
        }

        private void send(Audience audience) {
            hub.send(audience, message);
            runtime.run();
        }

        private static <T> T done(CompletionStage<T> stage) {
            return stage.toCompletableFuture().join();
        }

        private final class Counting implements Connection {
            private final ConnectionId id;

            Counting(ConnectionId id) {
                this.id = id;
            }

            @Override
            public ConnectionId id() {
                return id;
            }

            @Override
            public Optional<String> user() {
                return Optional.empty();
            }

            @Override
            public Offer offer(Message offered) {
                offers++;
                if (membersAllocate) {
                    allocated[0] = new Object();
                }
                return Offer.ACCEPTED;
            }

            @Override
            public void close(CloseReason reason) {}
        }
    }
}
