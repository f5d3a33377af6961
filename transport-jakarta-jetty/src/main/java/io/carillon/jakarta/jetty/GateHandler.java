package io.carillon.jakarta.jetty;

import io.carillon.jakarta.HandshakeGate;
import io.carillon.jakarta.HandshakeHead;
import io.carillon.jakarta.HandshakeRefusedException;
import io.carillon.jakarta.TransportOptions;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.authentication.LoginAuthenticator.UserAuthenticationSucceeded;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses handshakes with a real HTTP status, on Jetty 12. It stands around the context of the endpoint, because Jetty may upgrade before
 * a servlet filter is asked. Every request on its path is a handshake.
 *
 * <p><b>Guarantees.</b> A request that is refused goes no further. One that is let in goes on with its user as its principal; a
 * security handler behind this one would put its own in that place, and the endpoint then refuses everybody with 1008.
 *
 * <p><b>Threads.</b> Jetty's. None waits: an authenticator that has to look something up lets the request go on later, on a thread of the
 * server.
 */
public final class GateHandler extends Handler.Wrapper {
    private final HandshakeGate gate;
    private final PathSpec path;

    /**
     * The gate of one endpoint.
     *
     * @param options the endpoint's
     * @param path the endpoint's path, with the path of its context before it: {@code /app/ws/*} or
     *     {@code /app/ws/chat} as for servlets, or a template such as {@code /app/ws/{room}}
     * @param behind what requests go on to: the context of the endpoint
     */
    public GateHandler(TransportOptions options, String path, Handler behind) {
        super(behind);
        this.gate = new HandshakeGate(options);
        this.path = path.contains("{") ? new UriTemplatePathSpec(path) : PathSpec.from(path);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (path.matched(Request.getPathInContext(request)) == null) {
            return super.handle(request, response, callback);
        }
        CompletableFuture<Optional<Principal>> admitted =
                gate.admit(head(request)).toCompletableFuture();
        if (!admitted.isDone()) {
            admitted.whenCompleteAsync(
                    (principal, refused) -> goOnLater(admitted, request, response, callback),
                    request.getComponents().getExecutor());
            return true;
        }
        return goOn(admitted, request, response, callback);
    }

    private void goOnLater(
            CompletableFuture<Optional<Principal>> admitted, Request request, Response response, Callback callback) {
        try {
            if (!goOn(admitted, request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Throwable e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /** With what was decided. */
    private boolean goOn(
            CompletableFuture<Optional<Principal>> admitted, Request request, Response response, Callback callback)
            throws Exception {
        try {
            admitted.join().ifPresent(principal -> Request.setAuthenticationState(request, authenticated(principal)));
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof HandshakeRefusedException refused)) {
                throw e;
            }
            response.setStatus(refused.status());
            refused.headers().forEach(response.getHeaders()::put);
            callback.succeeded();
            return true;
        }
        return super.handle(request, response, callback);
    }

    private static Request.AuthenticationState authenticated(Principal principal) {
        return new UserAuthenticationSucceeded("carillon", UserIdentity.from(new Subject(), principal));
    }

    private static HandshakeHead head(Request request) {
        return new HandshakeHead(
                HttpFields.asMap(request.getHeaders()), request.getHttpURI().getQuery());
    }
}
