package io.carillon.jakarta.servlet;

import io.carillon.jakarta.HandshakeGate;
import io.carillon.jakarta.HandshakeHead;
import io.carillon.jakarta.HandshakeRefusedException;
import io.carillon.jakarta.TransportOptions;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Refuses handshakes with a real HTTP status, on Tomcat and Undertow. Map it to the path of the endpoint, before any filter that might
 * upgrade; every request on that path is a handshake to it. Not on Jetty, where an upgrade may go past filters.
 *
 * <p><b>Guarantees.</b> A request that is refused goes no further. One that is let in goes on with its user as its principal.
 *
 * <p><b>Threads.</b> The container's. It waits on them, at most {@link HandshakeGate#PATIENCE}, for an authenticator that has to look
 * something up: these containers do not upgrade what was dispatched again.
 */
public final class GateFilter implements Filter {
    private final HandshakeGate gate;

    /**
     * The gate of one endpoint.
     *
     * @param options the endpoint's
     */
    public GateFilter(TransportOptions options) {
        this.gate = new HandshakeGate(options);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        Optional<Principal> principal;
        try {
            principal = gate.admitWaiting(head(http));
        } catch (HandshakeRefusedException e) {
            refuse((HttpServletResponse) response, e);
            return;
        }
        chain.doFilter(principal.isPresent() ? new Admitted(http, principal.get()) : http, response);
    }

    private static HandshakeHead head(HttpServletRequest request) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.computeIfAbsent(name, same -> new ArrayList<>(Collections.list(request.getHeaders(name))));
        }
        return new HandshakeHead(headers, request.getQueryString());
    }

    /** Without {@code sendError}: no error page, and nothing of the request on it. */
    private static void refuse(HttpServletResponse response, HandshakeRefusedException refused) {
        response.setStatus(refused.status());
        refused.headers().forEach(response::setHeader);
        response.setContentLength(0);
    }

    private static final class Admitted extends HttpServletRequestWrapper {
        private final Principal principal;

        Admitted(HttpServletRequest request, Principal principal) {
            super(request);
            this.principal = principal;
        }

        @Override
        public Principal getUserPrincipal() {
            return principal;
        }

        @Override
        public @Nullable String getRemoteUser() {
            return principal.getName();
        }
    }
}
