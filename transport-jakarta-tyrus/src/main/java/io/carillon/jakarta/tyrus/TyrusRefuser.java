package io.carillon.jakarta.tyrus;

import io.carillon.jakarta.HandshakeRefusedException;
import io.carillon.jakarta.HandshakeRefuser;
import jakarta.websocket.HandshakeResponse;
import java.util.List;
import org.glassfish.tyrus.core.HandshakeException;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;

/**
 * Refuses a handshake on Tyrus with an HTTP status, by Tyrus's own checked exception, which the standard method does not declare. A
 * status that is set on the response would not do: Tyrus sends 401, and opens the endpoint all the same.
 */
public final class TyrusRefuser implements HandshakeRefuser {
    /** For the service loader. */
    public TyrusRefuser() {}

    @Override
    public boolean works(HandshakeResponse response) {
        return response instanceof TyrusUpgradeResponse;
    }

    @Override
    public void refuse(HandshakeResponse response, HandshakeRefusedException refused) {
        // What an accepted handshake would have is in there already.
        response.getHeaders().clear();
        // Without it, a client that reads the answer to its end waits for ever.
        response.getHeaders().put("Content-Length", List.of("0"));
        refused.headers().forEach((name, value) -> response.getHeaders().put(name, List.of(value)));
        throwUnchecked(new HandshakeException(refused.status(), "refused"));
    }

    @SuppressWarnings("unchecked") // the cast is none at run time, which is what lets a checked exception pass
    private static <E extends Throwable> void throwUnchecked(Throwable exception) throws E {
        throw (E) exception;
    }
}
