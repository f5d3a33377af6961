package io.carillon.redis.core;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that is published goes through here, in one order, bounded in messages and bytes. While few are on their way the next one
 * goes out at once; otherwise those that come meanwhile go out together, in one flush. What has been taken when the link is
 * lost is not sent again over the next one: nobody knows what of it has taken effect. Nor is what a node of a Cluster has sent away: by then
 * newer messages may have gone to the right one.
 *
 * <p>A driver may write at once what its own thread gives it, before what others have given it earlier; Netty does. So that thread
 * sends nothing here: what it has to send is sent by a thread that is there for nothing else.
 *
 * <p>Any thread may offer. No lock is held while anything is sent or completed.
 */
final class PublishQueue implements Link.Use {
    /** From how many on their way the next ones wait for each other. */
    private static final int BUSY = 64;

    private static final int MOST_IN_FLIGHT = 512;

    private final Supplier<Spot> spot;
    private final Control sender;
    private final Consumer<String> misled;
    private final int mostMessages;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Publication> waiting = new ArrayDeque<>();
    private int messages;
    private long bytes;
    private boolean sending;
    private volatile Dialect dialect = Dialect.CLASSIC;
    private volatile @Nullable Thread driver;
    private volatile @Nullable Flight flight;
    private volatile BackplaneUnavailableException why =
            new BackplaneUnavailableException("not connected to Redis yet");
    private volatile Runnable heard = () -> {};

    /**
     * A queue with no link yet.
     *
     * @param spot where it may be tried out whether one may publish
     * @param misled hears what the server says when a channel is not on it
     */
    PublishQueue(Supplier<Spot> spot, Control sender, RedisOptions options, Consumer<String> misled) {
        this.spot = spot;
        this.sender = sender;
        this.misled = misled;
        this.mostMessages = options.queueMessages();
        this.mostBytes = options.queueBytes();
    }

    void onReply(Runnable listener) {
        heard = listener;
    }

    /** Refused at once, or taken: then it ends when the server has it, or as an unknown outcome. */
    CompletionStage<Void> offer(String channel, byte[] payload) {
        Publication publication;
        lock.lock();
        try {
            Flight now = flight;
            if (now == null) {
                return CompletableFuture.failedStage(unavailable(why.getMessage()));
            }
            if (messages >= mostMessages || bytes + payload.length > mostBytes) {
                return CompletableFuture.failedStage(
                        unavailable("Redis is too slow: " + messages + " messages wait to be published"));
            }
            publication = new Publication(command(now.dialect, channel, payload), payload.length);
            messages++;
            bytes += payload.length;
            waiting.add(publication);
        } finally {
            lock.unlock();
        }
        send();
        return publication.done;
    }

    /** Publishes beside the queue, in which it may have to wait; for what says nothing to anybody else. */
    void probe(String channel, byte[] payload, Runnable published) {
        Flight now = flight;
        if (now != null) {
            WireCommand command = command(now.dialect, channel, payload);
            command.answer().thenRun(published);
            now.wire.send(List.of(command));
        }
    }

    /** Finds out whether it may publish, and which thread is the driver's. */
    @Override
    public CompletionStage<Void> prepare(Wire wire, Server server) {
        CompletableFuture<Void> prepared = new CompletableFuture<>();
        dialect = server.dialect();
        WireCommand command = command(dialect, spot.get().channel(), Frames.canary(0));
        command.answer().whenComplete((receivers, error) -> {
            if (error == null) {
                driver = Thread.currentThread();
                prepared.complete(null);
            } else {
                prepared.completeExceptionally(error);
            }
        });
        wire.send(List.of(command));
        return prepared;
    }

    @Override
    public void up(Wire wire) {
        flight = new Flight(wire, dialect, driver);
    }

    /** Those on their way are ended by the driver, which closes the connection. */
    @Override
    public void down(BackplaneUnavailableException reason) {
        List<Publication> lost;
        lock.lock();
        try {
            why = reason;
            flight = null;
            lost = new ArrayList<>(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        lost.forEach(publication -> ended(publication, null, reason));
    }

    private void send() {
        Flight now = flight;
        if (now != null && Thread.currentThread().equals(now.driver)) {
            sender.execute(this::sendAll);
        } else {
            sendAll();
        }
    }

    /** One thread at a time; whoever comes meanwhile leaves the work to it. */
    private void sendAll() {
        while (true) {
            List<Publication> batch;
            Flight now;
            lock.lock();
            try {
                now = flight;
                if (sending || now == null || waiting.isEmpty() || now.inFlight >= BUSY) {
                    return;
                }
                sending = true;
                batch = take(MOST_IN_FLIGHT - now.inFlight);
                now.inFlight += batch.size();
            } finally {
                lock.unlock();
            }
            try {
                now.send(batch);
            } finally {
                sent();
            }
        }
    }

    private void sent() {
        lock.lock();
        try {
            sending = false;
        } finally {
            lock.unlock();
        }
    }

    private List<Publication> take(int most) {
        List<Publication> batch = new ArrayList<>();
        while (batch.size() < most && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    private void ended(Publication publication, @Nullable Flight of, @Nullable Throwable error) {
        boolean more;
        lock.lock();
        try {
            messages--;
            bytes -= publication.bytes;
            if (of != null) {
                of.inFlight--;
            }
            more = of != null && of.inFlight < BUSY && !sending && !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
        if (error == null) {
            heard.run();
            publication.done.complete(null);
        } else {
            Throwable cause = RedisErrors.unwrap(error);
            RedisErrors.elsewhere(cause).ifPresent(misled);
            publication.done.completeExceptionally(
                    new BackplaneTimeoutException("the publish may have failed: " + cause.getMessage(), cause));
        }
        if (more) {
            send();
        }
    }

    private static WireCommand command(Dialect dialect, String channel, byte[] payload) {
        return new WireCommand(dialect.publish(), List.of(Text.text(channel), payload));
    }

    private static BackplaneUnavailableException unavailable(@Nullable String why) {
        return new BackplaneUnavailableException(String.valueOf(why));
    }

    /** What is to be published, and who waits for it. */
    private static final class Publication {
        private final WireCommand command;
        private final int bytes;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Publication(WireCommand command, int bytes) {
            this.command = command;
            this.bytes = bytes;
        }
    }

    /** A connection that counts, and how much is on its way there. */
    private final class Flight {
        private final Wire wire;
        private final Dialect dialect;
        private final @Nullable Thread driver;
        private int inFlight;

        Flight(Wire wire, Dialect dialect, @Nullable Thread driver) {
            this.wire = wire;
            this.dialect = dialect;
            this.driver = driver;
        }

        void send(List<Publication> batch) {
            List<WireCommand> commands = new ArrayList<>(batch.size());
            for (Publication publication : batch) {
                publication.command.answer().whenComplete((receivers, error) -> ended(publication, this, error));
                commands.add(publication.command);
            }
            wire.send(commands);
        }
    }
}
