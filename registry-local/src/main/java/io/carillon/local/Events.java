package io.carillon.local;

import io.carillon.Audience;
import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.spi.Subject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application's listeners what happens: in order, and never on the thread on which it happened. */
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final List<RegistryListener> listeners;
    /** What it is told, it is told at once. */
    final HubObserver observer;

    private final Executor executor;

    Events(List<RegistryListener> listeners, HubRuntime runtime) {
        this.listeners = listeners;
        this.observer = Observers.among(listeners);
        this.executor = runtime.serial("events");
    }

    void gap(Gap gap) {
        Subject of = Interest.subjectOf(gap.target());
        String kind = of.kind().name().toLowerCase(Locale.ROOT);
        LOG.atWarn().addKeyValue(kind, of.name()).log("Messages lost: {}", gap);
        tell(to -> to.gap(gap));
    }

    void resync(Target target) {
        tell(to -> to.resync(target));
    }

    void unsent(Audience audience, Message message) {
        tell(to -> to.unsent(audience, message));
    }

    void healthChanged(Health health) {
        tell(to -> to.healthChanged(health));
    }

    /** Somebody is behind a target who was not before. */
    void entered(Member member, Target target) {
        if (target instanceof Target.Everyone) {
            tell(to -> to.connected(member));
        } else if (target instanceof Target.Group group) {
            tell(to -> to.joined(member, group.name()));
        }
    }

    /** Somebody is not behind a target any more. */
    void departed(Member member, Target target) {
        if (target instanceof Target.Everyone) {
            tell(to -> to.disconnected(member));
        } else if (target instanceof Target.Group group) {
            tell(to -> to.left(member, group.name()));
        }
    }

    /** Nobody was behind a target before. */
    void occupied(Target target) {
        if (target instanceof Target.User user) {
            tell(to -> to.online(user.name()));
        }
    }

    /** Nobody is behind a target any more. */
    void emptied(Target target) {
        if (target instanceof Target.User user) {
            tell(to -> to.offline(user.name()));
        }
    }

    private void tell(Consumer<RegistryListener> event) {
        if (listeners.isEmpty()) {
            return; // nothing is handed over to another thread for nobody
        }
        try {
            executor.execute(() -> listeners.forEach(listener -> tell(listener, event)));
        } catch (RejectedExecutionException e) {
            LOG.debug("An event after the end is told to nobody");
        }
    }

    private static void tell(RegistryListener listener, Consumer<RegistryListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.error("The listener failed", e);
        }
    }
}
