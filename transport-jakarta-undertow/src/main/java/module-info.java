/** What {@code transport-jakarta} needs on Undertow. */
module io.carillon.jakarta.undertow {
    requires io.carillon.jakarta;
    requires undertow.core;
    requires undertow.websockets.jsr;
    requires xnio.api;
    requires org.slf4j;
    requires static org.jspecify;

    provides io.carillon.jakarta.ContainerAdapter with
            io.carillon.jakarta.undertow.UndertowAdapter;
}
