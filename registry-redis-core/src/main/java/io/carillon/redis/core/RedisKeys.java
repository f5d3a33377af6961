package io.carillon.redis.core;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Every key and channel name. Names of others are Base64 in them, so none can be a pattern, leave the prefix, or be taken for
 * another. What one script touches shares a hash tag, and so a slot of a Redis Cluster: an instance's lease and index one, a
 * target's members one, the list of instances one.
 */
final class RedisKeys {
    private static final String GROUP = "g.";
    private static final String USER = "u.";
    private static final String EVERYONE = "e._";

    private final String prefix;

    RedisKeys(String prefix) {
        this.prefix = prefix;
    }

    /** The channel of a subject's messages. */
    String messages(Subject subject) {
        return prefix + ":s:" + subject.encoded();
    }

    /** The channel of a subject's questions. */
    String questions(Subject subject) {
        return prefix + ":q:" + subject.encoded();
    }

    /** The channel on which one backplane gets answers. */
    String inbox(String token) {
        return prefix + ":b:" + token;
    }

    /** A channel on which one backplane proves that its links work, and a key on which rights are tried out; each number in another slot. */
    Spot spot(String token, int number) {
        String tag = "{" + token + "." + number + "}";
        return new Spot(prefix + ":b:" + tag, prefix + ":r:" + tag);
    }

    /** Held by the one responder that answers a question. */
    String claim(String token, long question) {
        return prefix + ":c:" + token + "." + question;
    }

    /** What the names of all channels begin with, and those of nobody else. */
    String own() {
        return prefix + ":";
    }

    /** A text: a value for the whole cluster. */
    String value(String name) {
        return prefix + ":v:" + encode(name);
    }

    /** A sorted set: who holds places under a name, with the times when they end. */
    String places(String name) {
        return prefix + ":h:" + encode(name);
    }

    /** A sorted set: the instances that have leases, with when they were last heard of. */
    String instances() {
        return prefix + ":{i}";
    }

    /** A hash: an instance's live lease, and the dead ones that are not cleared up. */
    String lease(InstanceId instance) {
        return prefix + ":{i." + encode(instance.value()) + "}:lease";
    }

    /** What the keys of an instance's index begin with; epoch, colon and number follow. */
    String indexStem(InstanceId instance) {
        return prefix + ":{i." + encode(instance.value()) + "}:";
    }

    /** A set: the numbers of the connections that are written under a lease. */
    String numbers(Lease lease) {
        return indexStem(lease.instance()) + lease.epoch();
    }

    /** A set: the targets under which a connection is written under a lease. */
    String targets(Lease lease, long number) {
        return numbers(lease) + ":" + number;
    }

    /** A sorted set: which holders have members under a target. */
    String holders(String target) {
        return prefix + ":{t." + target + "}";
    }

    /** What the keys of a target's members begin with; a holder follows. */
    String memberStem(String target) {
        return holders(target) + ":";
    }

    /** A sorted set: the members that a holder has under a target. */
    String members(String target, Lease lease) {
        return memberStem(target) + holder(lease);
    }

    /** A lease, as it stands in a target's set. */
    static String holder(Lease lease) {
        return encode(lease.instance().value()) + ":" + lease.epoch();
    }

    /** Reads a holder back. */
    static Lease parseHolder(String holder) {
        int colon = holder.indexOf(':');
        return new Lease(
                new InstanceId(decode(holder.substring(0, colon))), Long.parseLong(holder.substring(colon + 1)));
    }

    /** A number, so that the order of texts is that of numbers. */
    static String sortable(ConnectionId id) {
        return sortable(id.number());
    }

    static String sortable(long number) {
        String hex = Long.toHexString(number);
        return "0".repeat(16 - hex.length()) + hex;
    }

    /** A target under which something may be written. */
    static String encode(Target target) {
        if (target instanceof Target.Group group) {
            return GROUP + encode(group.name());
        } else if (target instanceof Target.User user) {
            return USER + encode(user.name());
        } else if (target instanceof Target.Everyone) {
            return EVERYONE;
        }
        throw new IllegalArgumentException(
                "nothing is written under one connection, expected a group, a user or everyone");
    }

    /** Reads a target back. */
    static Target parseTarget(String encoded) {
        if (encoded.startsWith(GROUP)) {
            return new Target.Group(decode(encoded.substring(GROUP.length())));
        } else if (encoded.startsWith(USER)) {
            return new Target.User(decode(encoded.substring(USER.length())));
        } else if (encoded.equals(EVERYONE)) {
            return new Target.Everyone();
        }
        throw new IllegalArgumentException("not a target: " + encoded);
    }

    static String encode(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String encoded) {
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
