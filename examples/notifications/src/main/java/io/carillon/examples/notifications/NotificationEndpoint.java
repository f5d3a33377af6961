package io.carillon.examples.notifications;

import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import io.carillon.jakarta.ConnectionHandler;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.RegistryEndpoint;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** {@code /ws}: one connection of a user, who is who the token says. It only listens. */
final class NotificationEndpoint extends RegistryEndpoint {
    static final String PATH = "/ws";

    private static final Logger LOG = LoggerFactory.getLogger(NotificationEndpoint.class);

    private final Dispatcher<JakartaConnection> incoming;
    private final Counters counters;

    NotificationEndpoint(
            ConnectionRegistry registry,
            UnaryOperator<ConnectionHandler> limits,
            Dispatcher<JakartaConnection> incoming,
            Counters counters) {
        super(registry, limits);
        this.incoming = incoming;
        this.counters = counters;
    }

    @Override
    protected void opened(JakartaConnection connection) {
        about(LOG.atInfo(), connection).log("Connected");
    }

    /** A service that wants something of its clients gives the dispatcher a handler for it. This one wants nothing. */
    @Override
    protected void received(JakartaConnection connection, Message message) {
        boolean handled = message instanceof Message.Text text
                && incoming.dispatch(connection, text.text()) == Dispatcher.Outcome.HANDLED;
        if (!handled) {
            counters.ignore();
        }
    }

    @Override
    protected void closed(JakartaConnection connection, int code) {
        about(LOG.atInfo(), connection).addKeyValue("code", code).log("Disconnected");
    }

    private static LoggingEventBuilder about(LoggingEventBuilder event, JakartaConnection connection) {
        return event.addKeyValue("connection", connection.id())
                .addKeyValue("user", connection.user().orElse(""));
    }
}
