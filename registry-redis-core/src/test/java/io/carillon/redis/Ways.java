package io.carillon.redis;

/** Ways from one backplane to all servers that it needs, which can be cut. */
public interface Ways extends AutoCloseable {
    /** Where they begin. */
    String uri();

    /** Breaks every connection, and each new one at once. */
    void cut();

    void restore();

    @Override
    void close();
}
