/** What {@code transport-jakarta} needs on Jetty. */
module io.carillon.jakarta.jetty {
    requires transitive io.carillon.jakarta;
    requires transitive org.eclipse.jetty.server;
    requires org.eclipse.jetty.security;
    requires static org.jspecify;
    requires org.slf4j;

    exports io.carillon.jakarta.jetty;

    provides io.carillon.jakarta.ContainerAdapter with
            io.carillon.jakarta.jetty.JettyAdapter;
}
