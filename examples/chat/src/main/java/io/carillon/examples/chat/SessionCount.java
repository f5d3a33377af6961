package io.carillon.examples.chat;

import org.glassfish.tyrus.core.monitoring.ApplicationEventListener;
import org.glassfish.tyrus.core.monitoring.EndpointEventListener;
import org.glassfish.tyrus.core.monitoring.MessageEventListener;

/**
 * Counts the sessions of one endpoint. Tyrus tells of the end of a session when its close frame is out; no endpoint is told
 * as much.
 */
final class SessionCount implements ApplicationEventListener, EndpointEventListener {
    private final String path;
    private final Guests<String> sessions;

    SessionCount(String path, Guests<String> sessions) {
        this.path = path;
        this.sessions = sessions;
    }

    @Override
    public EndpointEventListener onEndpointRegistered(String endpointPath, Class<?> endpointClass) {
        return endpointPath.equals(path) ? this : EndpointEventListener.NO_OP;
    }

    @Override
    public MessageEventListener onSessionOpened(String sessionId) {
        sessions.enter(sessionId);
        return MessageEventListener.NO_OP;
    }

    @Override
    public void onSessionClosed(String sessionId) {
        sessions.leave(sessionId);
    }

    @Override
    public void onError(String sessionId, Throwable error) {}

    @Override
    public void onApplicationInitialized(String name) {}

    @Override
    public void onApplicationDestroyed() {}

    @Override
    public void onEndpointUnregistered(String endpointPath) {}
}
