package io.carillon.redis;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.NestedMultiOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes whatever the server answers: a number as {@link Long}, a text as {@code byte[]}, an array as a list of such, nil as null. */
final class AnswerOutput extends CommandOutput<String, byte[], @Nullable Object> {
    private @Nullable NestedMultiOutput<String, byte[]> many;

    AnswerOutput() {
        super(LettuceWire.CODEC, null);
    }

    @Override
    public @Nullable Object get() {
        return many == null ? output : many.get();
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        if (many != null) {
            many.set(bytes);
        } else {
            output = bytes == null ? null : codec.decodeValue(bytes);
        }
    }

    @Override
    public void set(long number) {
        if (many != null) {
            many.set(number);
        } else {
            output = number;
        }
    }

    @Override
    public void set(double number) {
        set(ByteBuffer.wrap(Double.toString(number).getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void set(boolean value) {
        set(value ? 1L : 0L);
    }

    @Override
    public void multi(int count) {
        if (many == null && count >= 0) {
            many = new NestedMultiOutput<>(codec);
        }
        if (many != null) {
            many.multi(Math.max(0, count));
        }
    }

    @Override
    public void complete(int depth) {
        if (many != null) {
            many.complete(depth);
        }
    }
}
