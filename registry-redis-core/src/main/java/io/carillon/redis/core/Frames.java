package io.carillon.redis.core;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What travels on the channels of questions and on the inboxes of backplanes. Untrusted when it comes in. */
final class Frames {
    private static final byte CANARY = 'C';
    private static final byte ANSWER = 'A';
    private static final byte CHOOSE = '*';
    private static final byte ONLY = '1';

    private Frames() {}

    /** What came into an inbox. */
    sealed interface Arrival {}

    /**
     * A sign that this link works.
     *
     * @param number counted up
     */
    record CanaryCame(long number) implements Arrival {}

    /**
     * An answer.
     *
     * @param question which question
     * @param body the answer
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record AnswerCame(long question, byte[] body) implements Arrival {}

    /**
     * A question.
     *
     * @param choose whether several have got it, of whom one has to be chosen
     * @param number the asker's number of it
     * @param token whose inbox waits for the answer
     * @param body the question
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Question(boolean choose, long number, String token, byte[] body) {}

    /** A frame that cannot be read. */
    static final class MalformedFrameException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedFrameException(String message) {
            super(message);
        }
    }

    static byte[] canary(long number) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(CANARY).putLong(number).array();
    }

    static byte[] answer(long question, byte[] body) {
        return ByteBuffer.allocate(1 + Long.BYTES + body.length)
                .put(ANSWER)
                .putLong(question)
                .put(body)
                .array();
    }

    /** Without its first byte, which the server puts there: see {@code ask.lua}. */
    static byte[] question(long number, String token, byte[] body) {
        byte[] name = token.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Long.BYTES + 1 + name.length + body.length)
                .putLong(number)
                .put((byte) name.length)
                .put(name)
                .put(body)
                .array();
    }

    static Arrival readArrival(byte[] frame) throws MalformedFrameException {
        ByteBuffer in = ByteBuffer.wrap(frame);
        try {
            byte kind = in.get();
            long number = in.getLong();
            if (kind == CANARY && !in.hasRemaining()) {
                return new CanaryCame(number);
            } else if (kind == ANSWER) {
                return new AnswerCame(number, rest(in));
            }
            throw new MalformedFrameException("not a canary and not an answer");
        } catch (BufferUnderflowException e) {
            throw new MalformedFrameException("too short");
        }
    }

    static Question readQuestion(byte[] frame) throws MalformedFrameException {
        ByteBuffer in = ByteBuffer.wrap(frame);
        try {
            byte kind = in.get();
            if (kind != CHOOSE && kind != ONLY) {
                throw new MalformedFrameException("not a question");
            }
            long number = in.getLong();
            byte[] token = new byte[Byte.toUnsignedInt(in.get())];
            in.get(token);
            for (byte letter : token) {
                boolean safe = (letter >= 'a' && letter <= 'z')
                        || (letter >= 'A' && letter <= 'Z')
                        || (letter >= '0' && letter <= '9')
                        || letter == '-'
                        || letter == '_';
                if (!safe) {
                    throw new MalformedFrameException("the asker's name is none of ours");
                }
            }
            return new Question(kind == CHOOSE, number, new String(token, StandardCharsets.US_ASCII), rest(in));
        } catch (BufferUnderflowException e) {
            throw new MalformedFrameException("too short");
        }
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }
}
