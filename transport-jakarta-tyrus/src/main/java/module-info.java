/** What {@code transport-jakarta} needs on Tyrus. */
module io.carillon.jakarta.tyrus {
    requires io.carillon.jakarta;
    requires org.glassfish.grizzly;
    requires org.glassfish.grizzly.http;
    requires org.glassfish.tyrus.container.grizzly.client;
    requires org.glassfish.tyrus.container.grizzly.server;
    requires org.glassfish.tyrus.core;
    requires org.slf4j;
    requires static org.jspecify;

    provides io.carillon.jakarta.ContainerAdapter with
            io.carillon.jakarta.tyrus.TyrusAdapter;
    provides io.carillon.jakarta.HandshakeRefuser with
            io.carillon.jakarta.tyrus.TyrusRefuser;
}
