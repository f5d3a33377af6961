package io.carillon;

import java.nio.ByteBuffer;

/** What clients receive, one WebSocket message: text or binary. Carillon never looks inside. */
public sealed interface Message {

    /**
     * A text message.
     *
     * @param text the text, which may be empty
     * @return the message
     * @throws IllegalArgumentException if the text has an unpaired surrogate, which no text frame can carry
     */
    static Message text(String text) {
        return new Text(text);
    }

    /**
     * A binary message.
     *
     * @param bytes the content; copied
     * @return the message
     */
    static Message binary(byte[] bytes) {
        return new Binary(ByteBuffer.wrap(bytes.clone()));
    }

    /**
     * A binary message.
     *
     * @param bytes the content, what remains in the buffer; copied, the buffer itself stays as it is
     * @return the message
     */
    static Message binary(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes.duplicate()).flip();
        return new Binary(copy);
    }

    /**
     * Returns the size of the content.
     *
     * @return bytes, of UTF-8 for a text
     */
    int size();

    /** A text message. */
    final class Text implements Message {
        private final String text;
        private final int size;

        private Text(String text) {
            this.size = Names.utf8Length("text message", text);
            this.text = text;
        }

        /**
         * Returns the text.
         *
         * @return any Unicode, perhaps empty
         */
        public String text() {
            return text;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        /** Returns the size only: messages are private, and this may stand in a log. */
        @Override
        public String toString() {
            return "text message of " + size + " bytes";
        }
    }

    /** A binary message. */
    final class Binary implements Message {
        private final ByteBuffer bytes;

        private Binary(ByteBuffer bytes) {
            this.bytes = bytes.asReadOnlyBuffer();
        }

        /**
         * Returns the content.
         *
         * @return a new read-only view, so that its position is the caller's own
         */
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }

        @Override
        public int size() {
            return bytes.remaining();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that && bytes.equals(that.bytes);
        }

        @Override
        public int hashCode() {
            return bytes.hashCode();
        }

        /** Returns the size only: messages are private, and this may stand in a log. */
        @Override
        public String toString() {
            return "binary message of " + size() + " bytes";
        }
    }
}
