package io.carillon.redis.core;

import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.PubSubSystem.StatusListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the links are, taken together, and who wants to know. On the thread of {@link Control}, so all are told in order. */
final class StatusBoard {
    private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

    private final Control control;
    private final Map<Object, StatusListener> listeners = new LinkedHashMap<>();
    private Status status = Status.DISCONNECTED;

    StatusBoard(Control control) {
        this.control = control;
    }

    Runnable listen(StatusListener listener) {
        Object place = new Object();
        control.execute(() -> {
            listeners.put(place, listener);
            tell(listener);
        });
        return () -> control.execute(() -> listeners.remove(place));
    }

    boolean isConnected() {
        return status == Status.CONNECTED;
    }

    void change(Status now) {
        if (status != now && status != Status.GAVE_UP) {
            status = now;
            List.copyOf(listeners.values()).forEach(this::tell);
        }
    }

    private void tell(StatusListener listener) {
        try {
            listener.onStatus(status);
        } catch (RuntimeException e) {
            LOG.error("A listener threw where it must not; the others go on", e);
        }
    }
}
