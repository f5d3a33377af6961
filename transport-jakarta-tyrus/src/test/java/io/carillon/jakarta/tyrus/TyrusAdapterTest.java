package io.carillon.jakarta.tyrus;

import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class TyrusAdapterTest {
    /** Whatever is asked of a session that was closed a moment ago, Tyrus throws. */
    @Test
    void whatIsClosedAlreadyNeedsNoCut() {
        Session closed = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("The connection has been closed.");
                });
        assertThatCode(() -> new TyrusAdapter().cut(closed)).doesNotThrowAnyException();
    }
}
