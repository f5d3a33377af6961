package io.carillon.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Stands between a backplane and its Redis, and does to the link what networks do: breaks it, or swallows what is sent without
 * telling anybody. It also counts, and may change what the server says.
 */
public final class TcpProxy implements Ways {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final List<Pipe> pipes = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flowing = lock.newCondition();
    private final AtomicLong bytes = new AtomicLong();
    private volatile UnaryOperator<byte[]> fromServer = UnaryOperator.identity();
    private volatile boolean cut;
    private boolean stalled;

    public TcpProxy(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    @Override
    public String uri() {
        return "redis://127.0.0.1:" + port();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Every byte in either direction so far. */
    public long bytes() {
        return bytes.get();
    }

    /** Changes what the server says from now on. */
    public void fromServer(UnaryOperator<byte[]> change) {
        fromServer = change;
    }

    @Override
    public void cut() {
        cut = true;
        pipes.forEach(Pipe::close);
    }

    @Override
    public void restore() {
        cut = false;
    }

    /** Nothing comes through any more, and nobody is told; new connections are taken and left alone. */
    public void stall() {
        set(true);
    }

    /** What was swallowed goes on. */
    public void flow() {
        set(false);
    }

    /** Puts bytes among what the server says, on every connection. */
    public void inject(byte[] said) {
        for (Pipe pipe : pipes) {
            pipe.say(said);
        }
    }

    public int connections() {
        return pipes.size();
    }

    @Override
    public void close() {
        cut();
        flow();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void set(boolean now) {
        lock.lock();
        try {
            stalled = now;
            flowing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitFlow() {
        lock.lock();
        try {
            while (stalled) {
                flowing.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (cut) {
                    client.close();
                } else {
                    daemon(() -> open(client));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void open(Socket client) {
        awaitFlow();
        try {
            Pipe pipe = new Pipe(client, new Socket(InetAddress.getLoopbackAddress(), target));
            pipes.add(pipe);
            if (cut) {
                pipe.close();
                return;
            }
            daemon(() -> pipe.pump(pipe.client, pipe.server, UnaryOperator.identity()));
            pipe.pump(pipe.server, pipe.client, said -> fromServer.apply(said));
        } catch (IOException e) {
            close(client);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Pipe {
        private final Socket client;
        private final Socket server;

        Pipe(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void pump(Socket from, Socket to, UnaryOperator<byte[]> change) {
            byte[] buffer = new byte[BUFFER];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    awaitFlow();
                    bytes.addAndGet(read);
                    out.write(change.apply(java.util.Arrays.copyOf(buffer, read)));
                }
            } catch (IOException e) {
                // as broken as it was meant to be
            } finally {
                close();
            }
        }

        void say(byte[] said) {
            try {
                client.getOutputStream().write(said);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            pipes.remove(this);
            TcpProxy.close(client);
            TcpProxy.close(server);
        }
    }
}
