package io.carillon.redis.core;

import org.jspecify.annotations.Nullable;

/** The server has answered with an error, and has done nothing. */
public final class RedisRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An answer that is an error.
     *
     * @param reply all that the server said, beginning with the code
     * @param cause the driver's own exception, or null
     */
    public RedisRefusedException(String reply, @Nullable Throwable cause) {
        super(reply, cause);
    }

    /**
     * What the reply begins with.
     *
     * @return one word in upper case: {@code ERR}, {@code NOPERM}, {@code NOSCRIPT}, {@code MOVED}, …
     */
    public String code() {
        String reply = reply();
        int end = reply.indexOf(' ');
        return end < 0 ? reply : reply.substring(0, end);
    }

    /**
     * All that the server said.
     *
     * @return the code, and what follows it
     */
    public String reply() {
        return String.valueOf(getMessage());
    }
}
