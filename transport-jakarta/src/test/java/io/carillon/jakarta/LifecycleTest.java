package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.spi.Connection.Offer;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.ArgumentMatchers;

/** What no container can be made to do on cue: a session that throws, never completes, blocks, or speaks out of turn. */
class LifecycleTest {
    private final Application application = new Application();
    private final Session session = mock(Session.class);
    private final RemoteEndpoint.Async remote = mock(RemoteEndpoint.Async.class);
    private final Map<String, Object> userProperties = new HashMap<>();
    private final Queue<Runnable> closing = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor timer = Transports.stoppedTimer();
    private long now;
    private final Sweep sweep = new Sweep(timer, () -> now);
    private Transport transport =
            Transports.of(TransportOptions.builder().maxMessageBytes(8).build(), () -> now, closing::add, sweep);
    private RegistryEndpoint endpoint;

    @BeforeEach
    void makeEndpoint() throws Exception {
        when(session.getUserProperties()).thenReturn(userProperties);
        when(session.getAsyncRemote()).thenReturn(remote);
        new Handshake(true, transport, null).leaveIn(userProperties);
        ServerEndpointConfig config = application.config(TransportOptions.builder());
        endpoint = config.getConfigurator().getEndpointInstance(RegistryEndpoint.class);
    }

    private void open() {
        endpoint.onOpen(session, mock(EndpointConfig.class));
    }

    private void runClosing() {
        while (!closing.isEmpty()) {
            closing.remove().run();
        }
    }

    @SuppressWarnings("unchecked")
    private MessageHandler.Partial<String> textHandler() {
        ArgumentCaptor<MessageHandler.Partial<String>> handler = ArgumentCaptor.forClass(MessageHandler.Partial.class);
        verify(session).addMessageHandler(eq(String.class), handler.capture());
        return handler.getValue();
    }

    @SuppressWarnings("unchecked")
    private MessageHandler.Partial<ByteBuffer> binaryHandler() {
        ArgumentCaptor<MessageHandler.Partial<ByteBuffer>> handler =
                ArgumentCaptor.forClass(MessageHandler.Partial.class);
        verify(session).addMessageHandler(eq(ByteBuffer.class), handler.capture());
        return handler.getValue();
    }

    private void closeByContainer(int code) {
        endpoint.onClose(
                session,
                new jakarta.websocket.CloseReason(
                        jakarta.websocket.CloseReason.CloseCodes.getCloseCode(code), "whatever"));
    }

    @Test
    void aSendThatNeverCompletesEndsTheConnectionAtTheNextSweepAfterTheTimeout() throws Exception {
        open();
        application.connection().offer(Message.text("never done"));
        now += TransportOptions.DEFAULT_SEND_TIMEOUT.toNanos();

        sweep.run();
        runClosing();

        assertThat(application.calls).endsWith("closed 4008, unregistered false");
        assertThat(application.registry.unregistered).hasSize(1);
        verify(session, times(1)).close(any());
    }

    @Test
    void aContainersCloseThatBlocksHoldsUpNeitherTheCallerNorTheEnd() throws Exception {
        open();
        doAnswer(close -> {
                    assertThat(application.registry.unregistered).hasSize(1);
                    return null;
                })
                .when(session)
                .close(any());

        application.connection().close(CloseReason.NORMAL);
        verify(session, times(0)).close(any());
        runClosing();

        verify(session, times(1)).close(any());
    }

    @Test
    void aConnectionIsFlushedWhenTheContainersCloseHasReturned() throws Exception {
        open();
        assertThat(application.connection().isFlushed()).isTrue();
        AtomicBoolean meanwhile = new AtomicBoolean(true);
        doAnswer(close -> {
                    meanwhile.set(application.connection().isFlushed());
                    return null;
                })
                .when(session)
                .close(any());

        application.connection().close(CloseReason.GOING_AWAY);
        assertThat(application.connection().isFlushed()).isFalse();
        runClosing();

        assertThat(meanwhile).isFalse();
        assertThat(application.connection().isFlushed()).isTrue();
    }

    @Test
    void aContainersCloseThatThrowsIsNobodysConcern() throws Exception {
        open();
        doThrow(new IOException("on purpose")).when(session).close(any());

        application.connection().close(CloseReason.NORMAL);
        runClosing();

        assertThat(application.registry.unregistered).hasSize(1);
        assertThat(application.connection().isFlushed()).isTrue();
    }

    @Test
    void aSendThatThrowsEndsTheConnection() {
        doThrow(new IllegalStateException("TEXT_FULL_WRITING")).when(remote).sendText(anyString(), any());
        open();

        assertThat(application.connection().offer(Message.text("hello"))).isEqualTo(Offer.CLOSED);
        runClosing();

        assertThat(application.calls).endsWith("closed 1006, unregistered false");
    }

    @Test
    void theOwnCloseAndTheContainersCloseEndTheConnectionOnce() {
        open();

        application.connection().close(CloseReason.GOING_AWAY);
        closeByContainer(1000);
        runClosing();
        closeByContainer(1000);

        assertThat(application.calls)
                .filteredOn(call -> call.startsWith("closed"))
                .hasSize(1);
        assertThat(application.registry.unregistered).hasSize(1);
    }

    @Test
    void anIoErrorEndsTheConnectionEvenIfTheContainerSaysNoMore() {
        open();

        endpoint.onError(session, new IOException("Connection reset by peer"));
        runClosing();
        assertThat(application.calls).doesNotContain("closed 1006, unregistered false");
        now += TransportOptions.ofDefaults().graceNanos();
        sweep.run();
        runClosing();

        assertThat(application.calls).endsWith("closed 1006, unregistered false");
    }

    @Test
    void theCodeOfAnErrorIsTheContainersIfItClosesInTime() {
        open();

        endpoint.onError(session, new IllegalStateException("Invalid UTF-8"));
        assertThat(application.connection().offer(Message.text("late"))).isEqualTo(Offer.CLOSED);
        closeByContainer(1007);
        now += TransportOptions.DEFAULT_SEND_TIMEOUT.toNanos();
        sweep.run();
        runClosing();

        assertThat(application.calls).endsWith("closed 1007, unregistered false");
    }

    @Test
    void aSessionThatIsClosedBeforeItIsOpenIsNotRegistered() {
        doThrow(new IllegalStateException("closed"))
                .when(session)
                .addMessageHandler(eq(String.class), ArgumentMatchers.<MessageHandler.Partial<String>>any());

        open();
        runClosing();

        assertThat(application.calls).containsExactly("user");
        assertThat(application.registry.registered).isEmpty();
        timer.getQueue().clear();
        now += TransportOptions.DEFAULT_SEND_TIMEOUT.toNanos();
        sweep.run();
        assertThat(timer.getQueue()).as("sweeps to come").isEmpty();
    }

    @Test
    void aClientIsPingedAtTheIntervalGiveOrTakeAFifth() throws Exception {
        open();
        long interval = TransportOptions.DEFAULT_PING_INTERVAL.toNanos();

        now += interval * 4 / 5 - 1;
        sweep.run();
        runClosing();
        verify(remote, times(0)).sendPing(any());

        now += interval * 2 / 5 + 2;
        sweep.run();
        verify(remote, times(0)).sendPing(any());
        runClosing();
        verify(remote, times(1)).sendPing(any());
    }

    @Test
    void aClientThatAnswersItsPingsStays() {
        open();
        MessageHandler.Whole<PongMessage> pongs = pongHandler();
        for (int minute = 0; minute < 10; minute++) {
            now += TransportOptions.DEFAULT_PONG_TIMEOUT.toNanos();
            sweep.run();
            runClosing();
            pongs.onMessage(mock(PongMessage.class));
        }

        assertThat(application.connection().outbox().isOpen()).isTrue();
    }

    @Test
    void aClientThatDoesNotAnswerIsClosedAfterThePongTimeoutThoughItIsPingedAgainMeanwhile() {
        open();
        now += TransportOptions.DEFAULT_PING_INTERVAL.toNanos() * 6 / 5;
        sweep.run();
        runClosing();

        for (int second = 0; second < 59; second++) {
            now += TimeUnit.SECONDS.toNanos(1);
            sweep.run();
            runClosing();
        }
        assertThat(application.connection().outbox().isOpen()).isTrue();
        now += TimeUnit.SECONDS.toNanos(1);
        sweep.run();
        runClosing();

        assertThat(application.calls).endsWith("closed 4009, unregistered false");
    }

    @Test
    void noPongIsAwaitedForAPingThatFoundNoThreadAndItIsTriedAgainAtTheNextSweep() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        transport = Transports.of(TransportOptions.ofDefaults(), () -> now, closing::add, sweep, ping -> {
            if (busy.get()) {
                throw new RejectedExecutionException("all threads are busy");
            }
            ping.run();
        });
        userProperties.clear();
        makeEndpoint();
        open();
        for (int minute = 0; minute < 10; minute++) {
            now += TransportOptions.DEFAULT_PONG_TIMEOUT.toNanos();
            sweep.run();
        }
        assertThat(application.connection().outbox().isOpen()).isTrue();
        verify(remote, times(0)).sendPing(any());

        busy.set(false);
        sweep.run();
        verify(remote, times(1)).sendPing(any());
        now += TransportOptions.DEFAULT_PONG_TIMEOUT.toNanos();
        sweep.run();
        assertThat(application.connection().outbox().isOpen()).isFalse();
    }

    @Test
    void aPingThatThrowsEndsTheConnection() throws Exception {
        doThrow(new IOException("on purpose")).when(remote).sendPing(any());
        open();
        now += TransportOptions.DEFAULT_PING_INTERVAL.toNanos() * 6 / 5;

        sweep.run();
        runClosing();

        assertThat(application.calls).endsWith("closed 1006, unregistered false");
    }

    @Test
    void aContainersOwnWordComesTooLateOnceAConnectionHasBeenGivenUp() {
        open();
        application.connection().offer(Message.text("never done"));
        now += TransportOptions.DEFAULT_SEND_TIMEOUT.toNanos();
        sweep.run();

        closeByContainer(1006);
        runClosing();

        assertThat(application.calls).endsWith("closed 4008, unregistered false");
    }

    @SuppressWarnings("unchecked")
    private MessageHandler.Whole<PongMessage> pongHandler() {
        ArgumentCaptor<MessageHandler.Whole<PongMessage>> handler = ArgumentCaptor.forClass(MessageHandler.Whole.class);
        verify(session).addMessageHandler(eq(PongMessage.class), handler.capture());
        return handler.getValue();
    }

    @Test
    void anEndDuringOpenedComesAfterIt() {
        application.opened = connection -> {
            closeByContainer(1001);
            application.calls.add("opened returns");
        };

        open();

        assertThat(application.calls)
                .containsExactly(
                        "user", "opened, registered true", "opened returns", "closed 1001, unregistered false");
    }

    @Test
    void aMessageAfterTheEndIsDropped() {
        open();
        MessageHandler.Partial<String> handler = textHandler();
        closeByContainer(1000);

        handler.onMessage("late", true);

        assertThat(application.messages).isEmpty();
    }

    @Test
    void aPairOfSurrogatesThatAContainerSplitsCountsFourBytes() {
        open();
        MessageHandler.Partial<String> handler = textHandler();
        String bells = "🔔🔔";

        handler.onMessage(bells.substring(0, 1), false);
        handler.onMessage(bells.substring(1, 3), false);
        handler.onMessage(bells.substring(3), true);
        assertThat(application.messages).containsExactly(Message.text(bells));

        handler.onMessage(bells + "x", true);
        runClosing();
        assertThat(application.calls).endsWith("closed 1009, unregistered false");
    }

    @Test
    void aBufferThatAContainerUsesAgainDoesNotChangeAMessage() {
        open();
        MessageHandler.Partial<ByteBuffer> handler = binaryHandler();
        ByteBuffer used = ByteBuffer.wrap(new byte[] {1, 2});

        handler.onMessage(used, false);
        used.put(0, (byte) 9);
        handler.onMessage(used, true);
        used.put(0, (byte) 7);
        handler.onMessage(used, true);
        used.put(0, (byte) 0);

        assertThat(application.messages)
                .containsExactly(Message.binary(new byte[] {1, 2, 9, 2}), Message.binary(new byte[] {7, 2}));
    }

    @Test
    void aTooLargeMessageIsForgottenAtOnceAndWhatFollowsIsDropped() {
        open();
        MessageHandler.Partial<String> handler = textHandler();

        handler.onMessage("123456789", false);
        handler.onMessage("more", true);
        handler.onMessage("more", true);

        assertThat(application.messages).isEmpty();
    }

    @Test
    void aContainerThatSharesUserPropertiesBetweenConnectionsLetsNobodyIn() {
        Map<String, Object> shared = new HashMap<>();
        when(session.getUserProperties()).thenReturn(shared);

        assertThat(new Handshake(false, transport, null).leaveIn(shared)).isTrue();
        assertThat(new Handshake(true, transport, null).leaveIn(shared)).isFalse();

        assertThat(Handshake.take(session)).get().returns(false, Handshake::admitted);
    }

    @Test
    void theNextSweepEndsAConnectionWhoseAuthenticationIsOverAndIsHalfASecondAwayAtMost() {
        authenticated(Instant.now().minusMillis(1));
        open();

        assertThat(timer.getQueue().peek())
                .asInstanceOf(InstanceOfAssertFactories.type(Delayed.class))
                .satisfies(
                        next -> assertThat(next.getDelay(TimeUnit.MILLISECONDS)).isLessThanOrEqualTo(500));
        sweep.run();
        runClosing();

        assertThat(application.calls).endsWith("closed 4010, unregistered false");
    }

    @Test
    void noSweepEndsAConnectionBeforeItsAuthenticationIsOver() {
        authenticated(Instant.now().plusSeconds(3_600));
        open();

        sweep.run();

        assertThat(application.connection().outbox().isOpen()).isTrue();
    }

    private void authenticated(Instant ends) {
        userProperties.clear();
        new Handshake(
                        true,
                        transport,
                        new Authentication(Optional.of("ada"), Map.of(), Optional.of(ends), Optional.empty()))
                .leaveIn(userProperties);
    }

    @Test
    void aConnectionThatHasEndedIsSweptNoMore() {
        open();
        closeByContainer(1000);

        timer.getQueue().clear();
        sweep.run();

        assertThat(timer.getQueue()).isEmpty();
    }
}
