package io.carillon.redis.core;

/** In which words a server is spoken to about channels. */
enum Dialect {
    /** One server, or a Cluster before 7.0, where every node gets all that is published. */
    CLASSIC("PUBLISH", "SUBSCRIBE", "UNSUBSCRIBE", "NUMSUB"),
    /** A Cluster from 7.0 on: a channel is where its slot is. */
    SHARDED("SPUBLISH", "SSUBSCRIBE", "SUNSUBSCRIBE", "SHARDNUMSUB");

    private final String publish;
    private final String subscribe;
    private final String unsubscribe;
    private final String count;

    Dialect(String publish, String subscribe, String unsubscribe, String count) {
        this.publish = publish;
        this.subscribe = subscribe;
        this.unsubscribe = unsubscribe;
        this.count = count;
    }

    String publish() {
        return publish;
    }

    String subscribe() {
        return subscribe;
    }

    String unsubscribe() {
        return unsubscribe;
    }

    /** What asks {@code PUBSUB} how many listen on a channel. */
    String count() {
        return count;
    }
}
