package io.carillon.external;

import io.carillon.Target;
import io.carillon.spi.Connection;
import java.util.Iterator;

/** Who of this instance is to get what comes on a channel. Any thread may call. */
interface Recipients {
    /** As a {@link PayloadReader} is told. */
    Target target();

    /** Those who are here when it is their turn, each once. */
    Iterator<Connection> connections();
}
