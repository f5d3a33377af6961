package io.carillon;

/**
 * Hears what happens. Each event is told on one instance: by the owner of the connection, or, for an instance that crashed,
 * by the one that cleared up behind it.
 *
 * <p><b>Guarantees.</b> A connection's comings and goings are told once the registry is sure of them. Where the broker's answer was lost, or what it
 * knew, they are told when it has confirmed how things are: on the instance on which a connection lives, each one that was told to have
 * come is told to have gone, once, and what is told last is what is. What was told of it may be told again after the instance had lost its lease, and where
 * a going was undone. Whether a user is {@linkplain #online online} only the broker knows: if that answer is lost, it is told to nobody.
 *
 * <p><b>Threads.</b> One call at a time, in order, on a thread for callbacks; a listener that blocks delays its later events
 * and nothing else. What it throws is logged.
 */
public interface RegistryListener {

    /**
     * A connection is registered.
     *
     * @param member the connection
     */
    default void connected(Member member) {}

    /**
     * A connection is registered no more.
     *
     * @param member the connection
     */
    default void disconnected(Member member) {}

    /**
     * A connection has become a member of a group.
     *
     * @param member the connection
     * @param group the group's name
     */
    default void joined(Member member, String group) {}

    /**
     * A connection is a member of a group no more.
     *
     * @param member the connection
     * @param group the group's name
     */
    default void left(Member member, String group) {}

    /**
     * A user has the first connection in the cluster.
     *
     * @param user the user's name
     */
    default void online(String user) {}

    /**
     * A user has no connection in the cluster any more.
     *
     * @param user the user's name
     */
    default void offline(String user) {}

    /**
     * Messages for connections of this instance were lost.
     *
     * @param gap which
     */
    default void gap(Gap gap) {}

    /**
     * The link to the broker was broken and is back, or the broker had lost this subscription, or more came than this instance
     * could take. Messages to this group or user that were published meanwhile may not have reached the connections of this
     * instance; how many is not known.
     *
     * @param target a group or user that connections of this instance are behind, or everyone
     */
    default void resync(Target target) {}

    /**
     * A message was dropped while it waited for the broker: it became too old, or the registry was closed. Its sender was told
     * {@link SendResult#QUEUED}. Nobody has got it.
     *
     * @param audience whom it was for
     * @param message what they would have got
     */
    default void unsent(Audience audience, Message message) {}

    /**
     * The registry is ready, or not ready any more.
     *
     * @param health how it is now
     */
    default void healthChanged(Health health) {}
}
