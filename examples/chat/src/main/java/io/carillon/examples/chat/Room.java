package io.carillon.examples.chat;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.SendResult;
import io.carillon.Target;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room as one instance sees it: a group of the registry, and the log lines of what is said in it. It holds no state;
 * who is in the room is the registry's to know.
 */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private final ConnectionRegistry registry;
    private final String instance;
    private final String name;

    /**
     * A room, whether anybody is in it or not.
     *
     * @param instance what this instance is called in the log
     * @throws IllegalArgumentException if no group can have that name
     */
    Room(ConnectionRegistry registry, String instance, String name) {
        this.registry = registry;
        this.instance = LogValue.of(instance);
        this.name = new Target.Group(name).name();
    }

    String name() {
        return name;
    }

    CompletionStage<JoinResult> join(ConnectionId id) {
        return registry.join(id, name);
    }

    /** Tells something to everybody in the room but one. */
    CompletionStage<SendResult> tellOthers(ConnectionId one, String text) {
        return registry.send(Audience.group(name).except(one), Message.text(text));
    }

    /** Tells something to everybody in the room. Messages and the people in them stay out of the log. */
    CompletionStage<SendResult> tellAll(String text) {
        // One query per message, to show what happens. The message does not wait for it.
        CompletionStage<List<Member>> members = registry.members(name);
        members.thenAccept(all -> LOG.info(
                "Broadcasting to group instanceID={} group={} totalInGroup={}",
                instance,
                LogValue.of(name),
                all.size()));
        CompletionStage<SendResult> sent = registry.send(Audience.group(name), Message.text(text));
        members.thenAcceptBoth(
                sent,
                (all, result) -> LOG.info(
                        "Broadcast complete instanceID={} group={} localSent={}",
                        instance,
                        LogValue.of(name),
                        countLocal(all)));
        return sent;
    }

    private long countLocal(List<Member> members) {
        return members.stream()
                .filter(member -> member.id().instance().equals(registry.instanceId()))
                .count();
    }
}
