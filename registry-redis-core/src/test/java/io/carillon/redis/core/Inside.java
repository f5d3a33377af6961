package io.carillon.redis.core;

import io.carillon.InstanceId;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.Subject;
import java.util.List;

/** What the tests of a backplane must know of the inside, under the default prefix: where something lies, so that they can break it. */
public final class Inside {
    static final RedisKeys KEYS = new RedisKeys(RedisOptionsBuilder.DEFAULT_PREFIX);

    private Inside() {}

    /** The channel of a subject's messages. */
    public static String channel(Subject subject) {
        return KEYS.messages(subject);
    }

    /** The key of an instance's lease. */
    public static String lease(InstanceId instance) {
        return KEYS.lease(instance);
    }

    /** The key of the set of those who have members under a target. */
    public static String holders(Target target) {
        return KEYS.holders(RedisKeys.encode(target));
    }

    /** The key of the members that a lease has under a target. */
    public static String members(Target target, Lease lease) {
        return KEYS.members(RedisKeys.encode(target), lease);
    }

    /** A name, as it stands in keys. */
    public static String encoded(String name) {
        return RedisKeys.encode(name);
    }

    /** A connection's number, as it stands among the members. */
    public static String sortable(long number) {
        return RedisKeys.sortable(number);
    }

    /** One frame of each kind that backplanes send each other. */
    public static List<byte[]> frames() {
        return List.of(Frames.canary(7), Frames.answer(7, new byte[20]), Frames.question(7, "token", new byte[20]));
    }

    /** A question, as its responder gets it when nobody else does. */
    public static byte[] askedQuestion() {
        byte[] question = Frames.question(1, "token", new byte[40]);
        byte[] asked = new byte[1 + question.length];
        asked[0] = '1';
        System.arraycopy(question, 0, asked, 1, question.length);
        return asked;
    }
}
