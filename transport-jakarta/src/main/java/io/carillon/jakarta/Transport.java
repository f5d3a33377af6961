package io.carillon.jakarta;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one endpoint share.
 *
 * @param options their limits
 * @param nanoTime the clock, as {@link System#nanoTime()}
 * @param ending runs the application's {@code closed}
 * @param closing runs the container's close, which may block
 * @param pinging runs the container's ping, which may block; rejects what it has no thread for
 * @param sweep looks after timeouts
 */
record Transport(
        TransportOptions options,
        LongSupplier nanoTime,
        Executor ending,
        Executor closing,
        Executor pinging,
        Sweep sweep) {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    static Transport of(TransportOptions options) {
        return new Transport(
                options, System::nanoTime, Threads.ENDING, Threads.CLOSING, Threads.PINGING, Threads.SWEEP);
    }

    /**
     * The threads of all transports in the process: daemons, and gone some seconds after the last connection, so that an
     * application that is undeployed leaves no thread behind.
     */
    static final class Threads {
        /** Some containers block in the close of a client that does not read, so one thread would not do. */
        private static final int MAX = 16;

        private static final long IDLE_SECONDS = 5;

        static final Executor ENDING = executor("carillon-end-", new LinkedBlockingQueue<>());
        static final Executor CLOSING = executor("carillon-close-", new LinkedBlockingQueue<>());
        static final Executor PINGING = executor("carillon-ping-", new SynchronousQueue<>());
        static final Sweep SWEEP = sweep();
        static final List<ContainerAdapter> ADAPTERS = found(ContainerAdapter.class);
        static final List<HandshakeRefuser> REFUSERS = found(HandshakeRefuser.class);

        private Threads() {}

        /** One that does not work with this version of its container must not keep the others from being found. */
        private static <S> List<S> found(Class<S> service) {
            List<S> found = new ArrayList<>();
            for (Iterator<S> all = ServiceLoader.load(service, service.getClassLoader())
                            .iterator();
                    all.hasNext(); ) {
                try {
                    found.add(all.next());
                } catch (ServiceConfigurationError e) {
                    LOG.warn("a {} does not work here", service.getSimpleName(), e);
                }
            }
            return List.copyOf(found);
        }

        private static Executor executor(String name, BlockingQueue<Runnable> waiting) {
            ThreadPoolExecutor executor =
                    new ThreadPoolExecutor(MAX, MAX, IDLE_SECONDS, TimeUnit.SECONDS, waiting, named(name));
            executor.allowCoreThreadTimeOut(true);
            return executor;
        }

        private static Sweep sweep() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, named("carillon-sweep-"));
            executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            executor.allowCoreThreadTimeOut(true);
            return new Sweep(executor, System::nanoTime);
        }

        private static ThreadFactory named(String prefix) {
            AtomicInteger last = new AtomicInteger();
            return task -> {
                Thread thread = new Thread(task, prefix + last.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            };
        }
    }
}
