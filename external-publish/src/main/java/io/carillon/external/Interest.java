package io.carillon.external;

import io.carillon.Target;
import io.carillon.spi.Connection;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Those of this instance who are a user, or in a group, from the first on until the last has gone. Whoever comes then begins another one, with a
 * subscription of its own, so that none waits for the end of the old one, and what that one still hears is for nobody.
 */
final class Interest implements Recipients {
    private final Target target;
    private final Set<Connection> members = ConcurrentHashMap.newKeySet(1);
    private @Nullable Listening listening;

    Interest(Target target) {
        this.target = target;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public Iterator<Connection> connections() {
        return members.iterator();
    }

    /** Only on the thread of {@link Control}, as all below. */
    void listen(Listening own) {
        listening = own;
    }

    void enter(Connection connection) {
        members.add(connection);
        if (listening != null) {
            listening.ask(); // also where it was refused before, unless that is retried anyway
        }
    }

    /** Says whether nobody is left; then nothing is listened to any more. */
    boolean leave(Connection connection) {
        members.remove(connection);
        if (!members.isEmpty()) {
            return false;
        }
        end();
        return true;
    }

    void end() {
        if (listening != null) {
            listening.end();
        }
    }
}
