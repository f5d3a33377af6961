/** An application on the module path. */
module io.carillon.consumer {
    requires io.carillon.jakarta;
    requires io.carillon.local;
    requires java.net.http;
    requires org.glassfish.tyrus.container.grizzly.server;
    requires org.glassfish.tyrus.server;
    requires org.glassfish.tyrus.spi;
}
