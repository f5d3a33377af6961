/** What {@code transport-jakarta} needs on Jetty. */
module io.carillon.jakarta.jetty {
    requires transitive io.carillon.jakarta;
    requires transitive org.eclipse.jetty.server;
    requires org.eclipse.jetty.security;
    requires static org.jspecify;

    exports io.carillon.jakarta.jetty;
}
