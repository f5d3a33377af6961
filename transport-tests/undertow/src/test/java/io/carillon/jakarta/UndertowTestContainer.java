package io.carillon.jakarta;

import io.carillon.jakarta.servlet.GateFilter;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.util.ImmediateInstanceHandle;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.DispatcherType;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Undertow, embedded. */
public final class UndertowTestContainer implements TestContainer {
    private DeploymentManager deployment;
    private Undertow server;
    private int requestMillis = 20_000;
    private final Map<String, TransportOptions> gates = new LinkedHashMap<>();

    @Override
    public void gate(TransportOptions options, String path) {
        gates.put(path, options);
    }

    @Override
    public boolean boundRequests(Duration time) {
        requestMillis = Math.toIntExact(time.toMillis());
        return true;
    }

    @Override
    public void start(List<ServerEndpointConfig> endpoints, List<Class<?>> annotated) throws Exception {
        // As WildFly has it: otherwise the application runs on the I/O threads, and one that blocks stops the
        // container.
        WebSocketDeploymentInfo sockets = new WebSocketDeploymentInfo().setDispatchToWorkerThread(true);
        endpoints.forEach(sockets::addEndpoint);
        annotated.forEach(sockets::addEndpoint);
        DeploymentInfo info = Servlets.deployment()
                .setDeploymentName("tests")
                .setContextPath("/")
                .setClassLoader(UndertowTestContainer.class.getClassLoader())
                .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, sockets);
        gates.forEach((path, options) -> {
            GateFilter gate = new GateFilter(options);
            info.addFilter(new FilterInfo(
                            "gate of " + path, GateFilter.class, () -> new ImmediateInstanceHandle<>(gate)))
                    .addFilterUrlMapping("gate of " + path, path, DispatcherType.REQUEST);
        });
        deployment = Servlets.defaultContainer().addDeployment(info);
        deployment.deploy();
        server = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, requestMillis)
                .setHandler(deployment.start())
                .build();
        server.start();
    }

    @Override
    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public int statusOfRefusedOrigin() {
        return 404;
    }

    @Override
    public int codeOfDeflateBomb() {
        return 1002;
    }

    @Override
    public void stop() throws Exception {
        // The deployment first: it waits for its connections, which need the server to say good-bye.
        deployment.stop();
        deployment.undeploy();
        server.stop();
    }
}
