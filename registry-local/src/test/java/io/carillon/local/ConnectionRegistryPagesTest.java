package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Page;
import io.carillon.SendOptions;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.spi.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionRegistryPagesTest {
    private static final int PAGES = 3_000;

    @Test
    void thousandsOfPagesThatAreThereAtOnceAreReadToTheEnd() {
        assertThat(new PagesAtOnce().count("lobby")).isCompletedWithValue((long) PAGES);
    }

    /** A registry that knows only how to read a page, and has each at hand; a page holds one member. */
    private static final class PagesAtOnce implements ConnectionRegistry {
        private static final InstanceId HERE = new InstanceId("here");

        @Override
        public CompletionStage<Page<Member>> members(Target target, Page.Request request) {
            String from = request.from().value();
            int page = from.isEmpty() ? 1 : Integer.parseInt(from);
            Member member = new Member(new ConnectionId(HERE, page), Optional.empty());
            return CompletableFuture.completedStage(new Page<>(
                    List.of(member),
                    page == PAGES ? Optional.empty() : Optional.of(new Page.Cursor(Integer.toString(page + 1)))));
        }

        @Override
        public InstanceId instanceId() {
            return HERE;
        }

        @Override
        public Stream<Connection> connections() {
            return Stream.empty();
        }

        @Override
        public CompletionStage<JoinResult> register(Connection connection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> unregister(ConnectionId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<JoinResult> join(ConnectionId id, String group) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> leave(ConnectionId id, String group) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Set<String>> groups(ConnectionId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
            throw new UnsupportedOperationException();
        }
    }
}
