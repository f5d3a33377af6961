package io.carillon.external;

/** What becomes of connections for whose user or group a channel cannot be subscribed to. */
public enum SubscriptionPolicy {
    /**
     * They are closed with {@link io.carillon.CloseReason#TRY_AGAIN_LATER}, so that no client waits for what cannot come; it comes back, perhaps
     * to another instance. For everyone's channel, and for patterns, {@link ExternalMessages#start} fails.
     */
    CLOSE,
    /** They stay, and the channel is asked for again every second. What is published meanwhile they miss. */
    RETRY
}
