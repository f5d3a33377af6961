package io.carillon.jakarta;

import io.carillon.jakarta.servlet.GateFilter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat, embedded. */
public final class TomcatTestContainer implements TestContainer {
    private final Tomcat tomcat = new Tomcat();
    private final List<FilterDef> gates = new ArrayList<>();
    private final List<FilterMap> paths = new ArrayList<>();
    // As the server.xml has it that comes with Tomcat.
    private String requestTime = "20000";

    @Override
    public void gate(TransportOptions options, String path) {
        FilterDef gate = new FilterDef();
        gate.setFilterName("gate of " + path);
        gate.setFilter(new GateFilter(options));
        gates.add(gate);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName(gate.getFilterName());
        mapping.addURLPattern(path);
        paths.add(mapping);
    }

    @Override
    public boolean boundRequests(Duration time) {
        requestTime = Long.toString(time.toMillis());
        return true;
    }

    @Override
    public void start(List<ServerEndpointConfig> endpoints, List<Class<?>> annotated) throws Exception {
        Path base = Files.createDirectories(Path.of("target", "tomcat").toAbsolutePath());
        tomcat.setBaseDir(base.toString());
        tomcat.setHostname("localhost");
        tomcat.setPort(0);
        Context context = tomcat.addContext("", base.toString());
        // A handshake is an ordinary request until its filter takes it, and needs a servlet behind it.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        // Our threads end some seconds after the last connection; no need to be told of them after every test.
        Logger.getLogger("org.apache.catalina.loader").setLevel(Level.OFF);
        gates.forEach(context::addFilterDef);
        paths.forEach(context::addFilterMap);
        context.addServletContainerInitializer(new WsSci(), Set.of());
        context.addServletContainerInitializer((classes, servlets) -> deploy(servlets, endpoints, annotated), Set.of());
        tomcat.getConnector().setProperty("connectionTimeout", requestTime);
        tomcat.start();
    }

    private static void deploy(ServletContext servlets, List<ServerEndpointConfig> endpoints, List<Class<?>> annotated)
            throws ServletException {
        ServerContainer container = (ServerContainer) servlets.getAttribute(ServerContainer.class.getName());
        try {
            for (ServerEndpointConfig endpoint : endpoints) {
                container.addEndpoint(endpoint);
            }
            for (Class<?> endpoint : annotated) {
                container.addEndpoint(endpoint);
            }
        } catch (DeploymentException e) {
            throw new ServletException(e);
        }
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
