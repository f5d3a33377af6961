package io.carillon;

import java.util.List;
import java.util.Optional;

/**
 * A part of a long answer.
 *
 * <p>Pages are read one after the other while others come and go: whoever was there from the first page to the last
 * stands in exactly one of them.
 *
 * @param <T> what it lists
 * @param items the part, in the order of the answer
 * @param next where the next page begins; empty if this is the last one
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {
    /**
     * Copies the list.
     *
     * @param items the part
     * @param next where the next page begins
     */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Where a page begins. Only what wrote it can read it.
     *
     * @param value opaque
     */
    public record Cursor(String value) {
        /** The beginning of the first page. */
        public static final Cursor START = new Cursor("");
    }

    /**
     * Which part of an answer is asked for.
     *
     * @param from where it begins
     * @param size how many items at most, 1 to 1,000
     */
    public record Request(Cursor from, int size) {
        /** The most items that a page may have. */
        public static final int MAX_SIZE = 1_000;

        /**
         * Checks the size.
         *
         * @param from where it begins
         * @param size how many items at most
         * @throws IllegalArgumentException if it is not within 1 to 1,000
         */
        public Request {
            if (size < 1 || size > MAX_SIZE) {
                throw new IllegalArgumentException("page size is " + size + ", expected 1 to " + MAX_SIZE);
            }
        }

        /**
         * The first page.
         *
         * @param size how many items at most, 1 to 1,000
         * @return the request
         */
        public static Request first(int size) {
            return new Request(Cursor.START, size);
        }
    }
}
