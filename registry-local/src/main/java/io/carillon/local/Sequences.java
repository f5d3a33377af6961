package io.carillon.local;

import io.carillon.Gap;
import io.carillon.InstanceId;
import io.carillon.Target;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far this instance has come with each publisher of one subject. The base line is the first number that it sees,
 * or what two beacons agree on (after one beacon, what it tells of may still arrive). A number not above the last is dropped, so what arrives twice or late does no harm; a missing range is a gap.
 *
 * <p>What a beacon shows to be missing may still be on its way, so it is a gap only if the next beacon finds it missing too.
 *
 * <p>Belongs to the lane of its subject.
 */
final class Sequences {
    /** No message has come yet, and no two beacons. */
    private static final long UNKNOWN = -1;

    private static final int MAX_PUBLISHERS = 4_096;
    private static final int MAX_MESSAGE_IDS = 1_024;

    private final Target target;
    private final Consumer<Gap> gaps;
    private final Map<InstanceId, Sequence> publishers = new LinkedHashMap<>(4, 0.75f, true);

    Sequences(Target target, Consumer<Gap> gaps) {
        this.target = target;
        this.gaps = gaps;
    }

    /** Takes a message's number; false if the message is to be dropped, because it or a later one was here before. */
    boolean accept(InstanceId publisher, long stream, long number, @Nullable String messageId) {
        if (number == 0) {
            return true; // published from outside, without a number
        }
        Sequence sequence = publishers.get(publisher);
        if (sequence == null) {
            sequence = begin(publisher, stream);
        } else if (stream < sequence.stream) {
            return false;
        } else if (stream > sequence.stream) {
            restart(publisher, sequence, stream);
        }
        if (sequence.last == UNKNOWN) {
            sequence.last = number - 1;
        }
        if (number <= sequence.last) {
            return sequence.isLate(number) && (messageId == null || sequence.isNew(messageId));
        }
        if (number > sequence.last + 1) {
            gap(publisher, sequence.last + 1, number - 1);
        }
        sequence.last = number;
        sequence.heard = number;
        return messageId == null || sequence.isNew(messageId);
    }

    /** Takes what a beacon says of the publisher's last number. */
    void beacon(InstanceId publisher, long stream, long number) {
        Sequence sequence = publishers.get(publisher);
        if (sequence == null) {
            sequence = begin(publisher, stream);
        } else if (stream < sequence.stream) {
            return;
        } else if (stream > sequence.stream) {
            restart(publisher, sequence, stream);
        }
        if (sequence.last == UNKNOWN && sequence.suspected > 0) {
            sequence.last = sequence.suspected;
            sequence.baseLine = sequence.suspected;
        } else if (sequence.last != UNKNOWN && sequence.suspected > sequence.last) {
            gap(publisher, sequence.last + 1, sequence.suspected);
            sequence.last = sequence.suspected;
        }
        sequence.suspected = number;
    }

    private Sequence begin(InstanceId publisher, long stream) {
        Sequence sequence = new Sequence(stream);
        publishers.put(publisher, sequence);
        if (publishers.size() > MAX_PUBLISHERS) {
            publishers.remove(publishers.keySet().iterator().next());
        }
        return sequence;
    }

    /** The publisher counts from 1 again. What an earlier beacon told of cannot come any more. */
    private void restart(InstanceId publisher, Sequence sequence, long stream) {
        if (sequence.last != UNKNOWN && sequence.suspected > sequence.last) {
            gap(publisher, sequence.last + 1, sequence.suspected);
        }
        sequence.restart(stream);
    }

    private void gap(InstanceId publisher, long first, long last) {
        gaps.accept(new Gap(target, publisher, first, last));
    }

    private static final class Sequence {
        private long stream;
        private long last = UNKNOWN;
        /** What the last beacon said, 0 if there was none. */
        private long suspected;

        /** What two beacons told of before any message came; it may still come. */
        private long baseLine;
        /** The highest number that has really come. */
        private long heard;

        private @Nullable Set<String> messageIds;

        Sequence(long stream) {
            this.stream = stream;
        }

        void restart(long newStream) {
            stream = newStream;
            last = 0;
            suspected = 0;
            baseLine = 0;
            heard = 0;
        }

        /** Whether it was on its way while two beacons told of it, so that it is new although it is below the base line. */
        boolean isLate(long number) {
            if (number > baseLine || number <= heard) {
                return false;
            }
            heard = number;
            return true;
        }

        boolean isNew(String messageId) {
            if (messageIds == null) {
                messageIds = new LinkedHashSet<>();
            }
            if (messageIds.size() == MAX_MESSAGE_IDS) {
                messageIds.remove(messageIds.iterator().next());
            }
            return messageIds.add(messageId);
        }
    }
}
