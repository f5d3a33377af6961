package io.carillon.benchmarks.redis;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A number that one process writes and another reads, in a file that both have mapped: so the sender knows how far the receiver
 * has come, and it costs no system call.
 */
final class Board {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer shared;

    Board(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            shared = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    void write(long number) {
        LONGS.setRelease(shared, 0, number);
    }

    long read() {
        return (long) LONGS.getAcquire(shared, 0);
    }
}
