package io.carillon.micrometer;

import io.carillon.ConnectionRegistry;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.spi.Connection;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a registry holds on this instance. What takes a walk over it is looked at once for all gauges of a scrape. */
final class Holdings {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConnectionRegistry registry;
    private volatile @Nullable Walk last;

    Holdings(ConnectionRegistry registry) {
        this.registry = registry;
    }

    double ready() {
        return registry.health().ready() ? 1 : 0;
    }

    double connections() {
        return registry.localCount();
    }

    double users() {
        return registry instanceof Hub hub
                ? hub.localTargets().filter(Target.User.class::isInstance).count()
                : registry.connections()
                        .flatMap(connection -> connection.user().stream())
                        .distinct()
                        .count();
    }

    double groups() {
        return registry instanceof Hub hub
                ? hub.localTargets().filter(Target.Group.class::isInstance).count()
                : Double.NaN;
    }

    double waiting() {
        return walk().waiting;
    }

    double mostWaiting() {
        return walk().most;
    }

    double behind() {
        return walk().behind;
    }

    private Walk walk() {
        long now = System.nanoTime();
        Walk walk = last;
        if (walk == null || now - walk.at > FRESH_NANOS) {
            walk = Walk.over(registry, now);
            last = walk;
        }
        return walk;
    }

    private record Walk(long at, long waiting, int most, int behind) {
        static Walk over(ConnectionRegistry registry, long now) {
            long waiting = 0;
            int most = 0;
            int behind = 0;
            for (Iterator<Connection> all = registry.connections().iterator(); all.hasNext(); ) {
                int one = all.next().waiting();
                waiting += one;
                most = Math.max(most, one);
                behind += one > 0 ? 1 : 0;
            }
            return new Walk(now, waiting, most, behind);
        }
    }
}
