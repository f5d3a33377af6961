package io.carillon.jakarta.tyrus;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;

/**
 * Stands before Tyrus in the filters of a connection, behind TLS and HTTP, and lets no frame through that is too large. Tyrus gathers
 * a frame before anybody sees it, up to a limit of its own, and beyond that closes with 1011. Nor does it let anything through behind the end.
 *
 * <p><b>Threads.</b> Any.
 */
final class FrameLimit extends BaseFilter {
    private static final Attribute<Limit> LIMITS =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(FrameLimit.class.getName());
    private static final FrameLimit FILTER = new FrameLimit();

    private static final ReentrantLock LOCK = new ReentrantLock();
    /** A server has one chain for all connections; so it gets one more, and not each connection its own. */
    private static final Map<FilterChain, FilterChain> LIMITED = new WeakHashMap<>();

    private FrameLimit() {}

    /** From the next read on. Does nothing where the filters are not Tyrus's. */
    static void install(Connection<?> connection, int bytes, Runnable tooLarge) {
        if (connection.getProcessor() instanceof FilterChain chain) {
            LIMITS.set(connection, new Limit(new FrameSizes(bytes), tooLarge));
            connection.setProcessor(limited(chain));
        }
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        Limit limit = LIMITS.get(context.getConnection());
        if (limit == null || !(context.getMessage() instanceof HttpContent content)) {
            return context.getInvokeAction();
        }
        if (!context.getConnection().isOpen()) {
            // Tyrus has forgotten the session by now, takes these last bytes for the request of it, and opens another
            // one.
            content.recycle();
            return context.getStopAction();
        }
        Buffer bytes = content.getContent();
        boolean before = limit.sizes.isExceeded();
        int accepted = limit.sizes.accepted(bytes);
        if (limit.sizes.isExceeded() && !before) {
            // Behind what came before it in these bytes.
            context.addCompletionListener(done -> limit.tooLarge.run());
        }
        bytes.limit(bytes.position() + accepted);
        if (accepted > 0 || !limit.sizes.isExceeded()) {
            return context.getInvokeAction();
        }
        content.recycle();
        return context.getStopAction();
    }

    private static FilterChain limited(FilterChain chain) {
        LOCK.lock();
        try {
            return LIMITED.computeIfAbsent(chain, FrameLimit::withFilter);
        } finally {
            LOCK.unlock();
        }
    }

    private static FilterChain withFilter(FilterChain chain) {
        FilterChainBuilder builder = FilterChainBuilder.stateless();
        chain.forEach(filter -> {
            if (filter instanceof GrizzlyServerFilter) {
                builder.add(FILTER);
            }
            builder.add(filter);
        });
        return builder.build();
    }

    /**
     * Of one connection.
     *
     * @param sizes what it has sent
     * @param tooLarge to be run when that is too large
     */
    private record Limit(FrameSizes sizes, Runnable tooLarge) {}
}
