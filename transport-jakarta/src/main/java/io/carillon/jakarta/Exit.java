package io.carillon.jakarta;

import io.carillon.CloseReason;
import org.jspecify.annotations.Nullable;

/** Where an {@link Outbox} tells what becomes of its connection, on the thread that noticed. It must not block. */
interface Exit {
    /**
     * Nothing more is accepted, but something is still in flight.
     *
     * @param code why
     */
    void closing(int code);

    /**
     * Nothing is in flight any more, or it is given up: close the connection. Told once, and never when it was the
     * container that closed.
     *
     * @param code why
     * @param reason what the client is to be told
     */
    void disconnect(int code, CloseReason reason);

    /**
     * The client has had its time: end the TCP connection, whatever is in flight.
     *
     * @param why as for {@link #disconnect}, if that has not been told; then it is not told any more
     */
    void cut(@Nullable CloseReason why);

    /**
     * Messages were dropped.
     *
     * @param messages how many
     */
    void dropped(int messages);

    /**
     * Lets frames wait for each other, where the container has a way.
     *
     * @param held whether they wait from now on; if not, they leave with the next one
     */
    void hold(boolean held);

    /**
     * A ping was due.
     *
     * @param sent whether it goes out now; otherwise there was no thread for it
     */
    void pinged(boolean sent);
}
