package io.carillon.jakarta.jetty;

import io.carillon.jakarta.TransportOptions;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/** The example of the README. */
final class ReadmeExample {
    private ReadmeExample() {}

    // README
    static void deploy(Server server, Handler context, TransportOptions options) {
        server.setHandler(new GateHandler(options, "/ws/*", context));
    }
    // README
}
