package io.carillon.benchmarks.load;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The loop that everybody writes first: one room, and a message goes to each of its sessions.
 *
 * <p>Tomcat takes one message at a time, and throws if the one before is not done. It says that it is done from another
 * thread, so even a loop whose messages leave one after the other has to wait there, and this one does.
 */
public final class PlainEndpoint extends Endpoint {
    private static final List<Place> ROOM = new CopyOnWriteArrayList<>();

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxIdleTimeout(0);
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) PlainEndpoint::sendToAll);
        boolean tomcat = session.getClass().getName().startsWith("org.apache.tomcat.");
        ROOM.add(
                tomcat
                        ? new OneAtATime(session)
                        : text -> session.getAsyncRemote().sendText(text));
        LoadServer.MEMBERS.release();
    }

    @Override
    public void onError(Session session, Throwable error) {
        error.printStackTrace();
    }

    private static void sendToAll(String text) {
        for (Place place : ROOM) {
            place.send(text);
        }
    }

    /** Where one session is told. */
    private interface Place {
        void send(String text);
    }

    private static final class OneAtATime implements Place {
        private final Session session;
        private Future<?> last = CompletableFuture.completedFuture(null);

        OneAtATime(Session session) {
            this.session = session;
        }

        /** Called by one thread at a time: one connection publishes. */
        @Override
        public void send(String text) {
            try {
                last.get();
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            last = session.getAsyncRemote().sendText(text);
        }
    }
}
