package io.carillon.faults;

import io.carillon.faults.FaultyLink.State;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One instance's own way to a backplane, an in-memory one for example, on which everything may go wrong that goes wrong on the
 * way to a broker. For tests, of applications too: give each hub its own, and break it.
 *
 * <p><b>Guarantees.</b> Those of {@link Backplane}, as long as nothing is wrong; whatever is wrong, every stage that fails
 * tells the truth: unavailable when nothing happened, a time-out when the outcome is unknown. {@link #repeat} and
 * {@link #reorder} break what a backplane promises of its messages, on purpose.
 *
 * <p><b>Threads.</b> Any thread may call; nothing blocks. One thread of its own stands for that of a broker's driver.
 */
public final class FaultyBackplane implements Backplane {
    private final Backplane broker;
    private final FaultyLink link;
    private final FaultyPubSub pubSub;
    private final MembershipStore membership;
    private final Optional<ClusterValues> values;
    private final Optional<ExternalChannels> channels;
    private final Runnable end;

    private FaultyBackplane(Backplane broker, Timers timers, Executor driver, long seed, Runnable end) {
        this.broker = broker;
        this.end = end;
        this.link = new FaultyLink(timers, driver, seed);
        this.pubSub = new FaultyPubSub(broker, link, timers);
        this.membership = new FaultyMembership(broker.membership(), link);
        this.values = broker.values().map(theirs -> new FaultyValues(theirs, link));
        this.channels = broker.channels().map(theirs -> new FaultyChannels(theirs, pubSub));
    }

    /**
     * A new way, with a thread of its own and with chance from no seed.
     *
     * @param broker where it leads
     * @return the way, to be closed when its hub is; that does not close the broker
     */
    public static FaultyBackplane over(Backplane broker) {
        ScheduledThreadPoolExecutor driver = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "carillon-faulty-driver");
            thread.setDaemon(true);
            return thread;
        });
        driver.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Timers timers = (delay, task) -> {
            try {
                driver.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                // closed meanwhile, and so is what would have come of it
            }
        };
        return new FaultyBackplane(
                broker, timers, driver, ThreadLocalRandom.current().nextLong(), driver::shutdown);
    }

    /**
     * A new way whose time, threads and chance are the caller's, so that a test can repeat itself.
     *
     * @param broker where it leads
     * @param timers wait
     * @param driver stands for the driver's thread: runs one task at a time, in order
     * @param seed decides what chance decides
     * @return the way
     */
    public static FaultyBackplane over(Backplane broker, Timers timers, Executor driver, long seed) {
        return new FaultyBackplane(broker, timers, driver, seed, () -> {});
    }

    /**
     * Breaks the link. Of what is on its way, messages are lost, and calls may have reached the broker or not and end as
     * unknown. The broker ends the subscriptions of this instance, status listeners are told at once, and calls fail as
     * unavailable.
     */
    public void cut() {
        if (link.become(State.CUT)) {
            pubSub.disconnected();
        }
    }

    /**
     * Lets nothing pass any more, in either direction, and does not say so: the link is half open. Calls are not answered,
     * not even later; requests end with their timeout.
     */
    public void stall() {
        if (link.phase().state == State.WHOLE) {
            link.become(State.STALLED);
        }
    }

    /**
     * Mends a link that was cut or stalled, as a new one: status listeners are told that it was broken, if they do not know,
     * and that it is there again when the broker has confirmed every subscription. Does nothing if it is whole.
     */
    public void restore() {
        if (link.become(State.WHOLE)) {
            pubSub.reconnect();
        }
    }

    /**
     * Lets everything take its time from now on. What goes over one subject, or is written for one connection, keeps its
     * order.
     *
     * @param longest how long at most, for each direction; it is drawn for each thing. Zero to 1 hour, at first zero
     */
    public void delay(Duration longest) {
        if (longest.isNegative() || longest.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("longest delay is " + longest + ", expected zero to 1 hour");
        }
        link.longest = longest;
    }

    /**
     * Refuses calls: they fail as unavailable, and nothing happens.
     *
     * @param share how many of them, 0 to 1; at first 0
     */
    public void refuse(double share) {
        link.refuse = checked(share);
    }

    /**
     * Loses answers: the broker does what was asked for, and the caller is told that the outcome is unknown. A subscription
     * of which the caller does not know is taken back.
     *
     * @param share how many of them, 0 to 1; at first 0
     */
    public void loseAnswers(double share) {
        link.loseAnswers = checked(share);
    }

    /**
     * Brings messages a second time: at once, or right behind the next one on the subject.
     *
     * @param share how many of them, 0 to 1; at first 0
     */
    public void repeat(double share) {
        link.repeat = checked(share);
    }

    /**
     * Brings messages late that a break would lose: right behind the next one that comes on their subject when the link is
     * whole again.
     *
     * @param late whether it does so; at first it does not
     */
    public void reorder(boolean late) {
        link.reorder = late;
    }

    /** Ends everything that is wrong: {@linkplain #restore() mends} the link, and takes the rest back to how it was at first. */
    public void heal() {
        delay(Duration.ZERO);
        refuse(0);
        loseAnswers(0);
        repeat(0);
        reorder(false);
        restore();
    }

    @Override
    public PubSubSystem pubSub() {
        return pubSub;
    }

    @Override
    public MembershipStore membership() {
        return membership;
    }

    @Override
    public Optional<ClusterValues> values() {
        return values;
    }

    @Override
    public Optional<ExternalChannels> channels() {
        return channels;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public int maxMessageBytes() {
        return broker.maxMessageBytes();
    }

    /** Ends this way to the broker, which goes on. */
    @Override
    public void close() {
        link.close();
        pubSub.disconnected();
        end.run();
    }

    private static double checked(double share) {
        if (share >= 0 && share <= 1) {
            return share;
        }
        throw new IllegalArgumentException("share is " + share + ", expected 0 to 1");
    }
}
