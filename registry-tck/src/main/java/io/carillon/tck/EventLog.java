package io.carillon.tck;

import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.Member;
import io.carillon.RegistryListener;
import io.carillon.Target;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a hub tells of people, and apart from that the gaps and resyncs. Safe for use by several threads. */
final class EventLog implements RegistryListener {
    private final List<String> people = new CopyOnWriteArrayList<>();
    private final List<Gap> gaps = new CopyOnWriteArrayList<>();
    private final List<Target> resyncs = new CopyOnWriteArrayList<>();
    private final List<Boolean> ready = new CopyOnWriteArrayList<>();

    List<String> people() {
        return List.copyOf(people);
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    List<Target> resyncs() {
        return List.copyOf(resyncs);
    }

    /** What the registry has said of itself. */
    List<Boolean> ready() {
        return List.copyOf(ready);
    }

    @Override
    public void connected(Member member) {
        people.add("connected " + member.user().orElse("?"));
    }

    @Override
    public void disconnected(Member member) {
        people.add("disconnected " + member.user().orElse("?"));
    }

    @Override
    public void joined(Member member, String group) {
        people.add("joined " + member.user().orElse("?") + " " + group);
    }

    @Override
    public void left(Member member, String group) {
        people.add("left " + member.user().orElse("?") + " " + group);
    }

    @Override
    public void online(String user) {
        people.add("online " + user);
    }

    @Override
    public void offline(String user) {
        people.add("offline " + user);
    }

    @Override
    public void gap(Gap gap) {
        gaps.add(gap);
    }

    @Override
    public void resync(Target target) {
        resyncs.add(target);
    }

    @Override
    public void healthChanged(Health health) {
        ready.add(health.ready());
    }
}
