package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Message;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** A container's sending side that does what the test says, and holds that one frame at a time is given to it. */
final class ScriptedRemote implements RemoteEndpoint.Async {
    enum Next {
        STAYS_IN_FLIGHT,
        COMPLETES_INLINE,
        FAILS_INLINE,
        THROWS
    }

    final List<Message> sent = new ArrayList<>();
    int pings;
    private Next next = Next.STAYS_IN_FLIGHT;
    private SendHandler inFlight;
    private SendHandler lastDone;

    /** For all sends from now on. */
    void next(Next behaviour) {
        next = behaviour;
    }

    boolean hasInFlight() {
        return inFlight != null;
    }

    void complete() {
        take().onResult(new SendResult());
    }

    void fail() {
        take().onResult(new SendResult(new IOException("reset")));
    }

    void completeLastOnceMore() {
        if (lastDone != null) {
            lastDone.onResult(new SendResult());
        }
    }

    void failLastOnceMore() {
        if (lastDone != null) {
            lastDone.onResult(new SendResult(new IOException("reset")));
        }
    }

    private SendHandler take() {
        lastDone = inFlight;
        inFlight = null;
        return lastDone;
    }

    private void send(Message message, SendHandler handler) {
        assertThat(inFlight).as("frame in flight").isNull();
        if (next == Next.THROWS) {
            throw new IllegalStateException("closed");
        }
        sent.add(message);
        inFlight = handler;
        if (next == Next.COMPLETES_INLINE) {
            complete();
        } else if (next == Next.FAILS_INLINE) {
            fail();
        }
    }

    @Override
    public void sendText(String text, SendHandler handler) {
        send(Message.text(text), handler);
    }

    @Override
    public void sendBinary(ByteBuffer data, SendHandler handler) {
        send(Message.binary(data), handler);
    }

    @Override
    public long getSendTimeout() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setSendTimeout(long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> sendText(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> sendBinary(ByteBuffer data) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> sendObject(Object data) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sendObject(Object data, SendHandler handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setBatchingAllowed(boolean allowed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean getBatchingAllowed() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flushBatch() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sendPing(ByteBuffer data) {
        assertThat(inFlight).as("frame in flight").isNull();
        pings++;
    }

    @Override
    public void sendPong(ByteBuffer data) {
        throw new UnsupportedOperationException();
    }
}
