package io.carillon.benchmarks.redis;

import java.util.concurrent.CompletionStage;

/** One instance of a system that is measured. The same calls for the hub and for what stands beside it. */
interface Bus extends AutoCloseable {

    /** Done when everything that is published to the room from now on comes to so many receivers here. */
    void receive(String room, int receivers, Arrivals arrivals);

    /** Done when the server has it. */
    CompletionStage<?> publish(String room, byte[] message);

    /** Done when so many members can join and leave. */
    void enrol(int members);

    /** Lets one of them join its group and leave it. */
    CompletionStage<?> joinAndLeave(int member);

    @Override
    void close();
}
