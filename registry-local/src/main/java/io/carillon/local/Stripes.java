package io.carillon.local;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** A few locks for very many things: a lock of its own would cost each thing 48 bytes. */
final class Stripes {
    private static final int COUNT = 64;

    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(COUNT).toArray(Lock[]::new);

    /** The same lock for the same hash. */
    Lock of(int hash) {
        int spread = hash * 0x9E3779B9; // Fibonacci hashing: Knuth, The Art of Computer Programming 3, section 6.4
        return locks[spread >>> (Integer.SIZE - 6)];
    }
}
