/** What {@code transport-jakarta} needs on Tyrus. */
module io.carillon.jakarta.tyrus {
    requires io.carillon.jakarta;
    requires org.glassfish.grizzly;
    requires org.glassfish.tyrus.container.grizzly.client;
    requires org.glassfish.tyrus.core;
    requires org.slf4j;
    requires static org.jspecify;

    provides io.carillon.jakarta.ConnectionCutter with
            io.carillon.jakarta.tyrus.TyrusCutter;
    provides io.carillon.jakarta.HandshakeRefuser with
            io.carillon.jakarta.tyrus.TyrusRefuser;
}
