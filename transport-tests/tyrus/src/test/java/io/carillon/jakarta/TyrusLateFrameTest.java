package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.jakarta.tyrus.TyrusAdapter;
import jakarta.websocket.Session;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.junit.jupiter.api.Test;

/** What a client had on its way when its connection was closed. */
class TyrusLateFrameTest extends ContainerTest {

    /** Tyrus forgets the session with the connection, and takes what it reads then for the request of it. */
    @Test
    void aFrameBehindTheEndOpensNoSecondSession() throws Exception {
        Ending ending = new Ending();
        application.opened = connection -> ending.install(tcp(connection.session()));
        start(TransportOptions.builder());
        Client client = connect();

        client.send("late");

        assertThat(ending.passed.await(30, TimeUnit.SECONDS)).isTrue();
        application.awaitUnregistered();
        assertThat(application.connections).hasSize(1);
    }

    private static Connection<?> tcp(Session session) {
        try {
            Method connection = TyrusAdapter.class.getDeclaredMethod("connection", Session.class);
            connection.setAccessible(true);
            return (Connection<?>) ((Optional<?>) connection.invoke(new TyrusAdapter(), session)).orElseThrow();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the adapter has no such method any more", e);
        }
    }

    /** Closes the connection between what has been read and whoever handles it. */
    private static final class Ending extends BaseFilter {
        final CountDownLatch passed = new CountDownLatch(1);

        /** Behind the last filter that makes HTTP of bytes. */
        void install(Connection<?> connection) {
            FilterChainBuilder chain = FilterChainBuilder.stateless();
            ((FilterChain) connection.getProcessor()).forEach(filter -> {
                if (filter.getClass().getSimpleName().equals("FrameLimit")) {
                    chain.add(this);
                }
                chain.add(filter);
            });
            connection.setProcessor(chain.build());
        }

        @Override
        public NextAction handleRead(FilterChainContext context) {
            if (((HttpContent) context.getMessage()).getContent().hasRemaining()) {
                context.getConnection().terminateSilently(); // Tyrus hears of it before this returns
                context.addCompletionListener(done -> passed.countDown());
            }
            return context.getInvokeAction();
        }
    }
}
