package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisWire;
import io.carillon.redis.core.WireCommand;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.IOUtils;
import redis.clients.jedis.util.RedisInputStream;
import redis.clients.jedis.util.RedisOutputStream;

/**
 * A socket that is read by one thread, for as long as it is open, and written by one at a time.
 *
 * <p>Who sends writes by itself if that cannot block: what the server has not answered yet fits into the system's buffer for sending, so there is
 * room. Otherwise a task of the executor writes, and whatever comes meanwhile goes out with the next flush. No lock is held while anything is
 * written or completed.
 */
final class JedisWire implements RedisWire {
    private static final int BUFFER = 64 * 1024;
    /** Of the system's buffer; the rest is for what it keeps beside our bytes. */
    private static final int SHARE = 2;

    private final Socket socket;
    private final RedisOutputStream out;
    private final Executor executor;
    private final Answers answers;
    private final long room;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<List<WireCommand>> waiting = new ArrayDeque<>();
    /** Somebody writes, or is about to; what comes meanwhile waits. */
    private boolean writing;

    private boolean closed;

    JedisWire(Socket socket, Executor executor, Listener listener) throws IOException {
        this.socket = socket;
        this.executor = executor;
        this.out = new RedisOutputStream(socket.getOutputStream(), BUFFER);
        this.answers = new Answers(new RedisInputStream(socket.getInputStream(), BUFFER), listener);
        // TLS also writes what it is asked to by the other side, which we cannot count.
        this.room = socket instanceof SSLSocket ? 0 : socket.getSendBufferSize() / SHARE;
    }

    /** Until it is closed, by whomever. */
    void read() {
        Throwable why = new IllegalStateException("the reader has ended");
        try {
            answers.read();
        } catch (JedisException e) {
            why = e;
        } finally {
            closeNow();
            end(why);
        }
    }

    @Override
    public void send(List<WireCommand> batch) {
        boolean open;
        boolean here = false;
        boolean first = false;
        lock.lock();
        try {
            open = !closed;
            if (open) {
                first = !writing;
                here = first && answers.unanswered() + Commands.cost(batch) <= room;
                if (here) {
                    answers.await(batch);
                } else {
                    waiting.add(batch);
                }
                writing = true;
            }
        } finally {
            lock.unlock();
        }
        if (!open) {
            fail(batch, new IllegalStateException("the connection is closed"));
        } else if (here) {
            write(List.of(batch));
            if (isMoreWaiting()) {
                handOver();
            }
        } else if (first) {
            handOver();
        }
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        closeNow();
        return ended;
    }

    private void handOver() {
        try {
            executor.execute(this::writeAll);
        } catch (RejectedExecutionException e) {
            closeNow();
        }
    }

    private void writeAll() {
        for (List<List<WireCommand>> batches = take(); !batches.isEmpty(); batches = take()) {
            write(batches);
        }
    }

    /** All that wait; if none do, nobody writes any more. What still waits at the close is the reader's to end. */
    private List<List<WireCommand>> take() {
        lock.lock();
        try {
            writing = !closed && !waiting.isEmpty();
            if (!writing) {
                return List.of();
            }
            List<List<WireCommand>> batches = List.copyOf(waiting);
            waiting.clear();
            batches.forEach(answers::await);
            return batches;
        } finally {
            lock.unlock();
        }
    }

    private boolean isMoreWaiting() {
        lock.lock();
        try {
            writing = !waiting.isEmpty();
            return writing;
        } finally {
            lock.unlock();
        }
    }

    /** By one thread at a time. */
    private void write(List<List<WireCommand>> batches) {
        try {
            for (List<WireCommand> batch : batches) {
                for (WireCommand command : batch) {
                    Commands.write(command, out);
                }
            }
            out.flush();
        } catch (IOException | JedisException e) {
            closeNow(); // of which the reader tells
        }
    }

    private void closeNow() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        if (!(socket instanceof SSLSocket)) {
            IOUtils.closeQuietly(socket);
            return;
        }
        try {
            executor.execute(
                    () -> IOUtils.closeQuietly(socket)); // it says good-bye first, for which it may have to wait
        } catch (RejectedExecutionException e) {
            IOUtils.closeQuietly(socket);
        }
    }

    private void end(Throwable why) {
        List<List<WireCommand>> unsent;
        lock.lock();
        try {
            unsent = new ArrayList<>(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        answers.end(why);
        unsent.forEach(batch -> fail(batch, why));
        ended.complete(null);
    }

    private static void fail(List<WireCommand> batch, Throwable why) {
        batch.forEach(command -> command.answer().completeExceptionally(why));
    }
}
