package io.carillon.benchmarks.load;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;

/** Does nothing: what a connection costs the container alone. */
public final class BareEndpoint extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxIdleTimeout(0);
        LoadServer.MEMBERS.release();
    }
}
