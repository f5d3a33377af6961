package io.carillon.local;

import io.carillon.Audience;
import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.Target;
import java.util.ArrayList;
import java.util.List;

/** A listener that writes down what it is told. */
final class Recorder implements RegistryListener {
    final List<String> events = new ArrayList<>();
    final List<String> healths = new ArrayList<>();

    @Override
    public void connected(Member member) {
        events.add("connected " + member.user().orElse("?"));
    }

    @Override
    public void disconnected(Member member) {
        events.add("disconnected " + member.user().orElse("?"));
    }

    @Override
    public void joined(Member member, String group) {
        events.add("joined " + member.user().orElse("?") + " " + group);
    }

    @Override
    public void left(Member member, String group) {
        events.add("left " + member.user().orElse("?") + " " + group);
    }

    @Override
    public void online(String user) {
        events.add("online " + user);
    }

    @Override
    public void offline(String user) {
        events.add("offline " + user);
    }

    @Override
    public void gap(Gap gap) {
        events.add("gap " + gap.first() + "-" + gap.last());
    }

    @Override
    public void resync(Target target) {
        events.add("resync " + target);
    }

    @Override
    public void unsent(Audience audience, Message message) {
        events.add("unsent " + ((Message.Text) message).text());
    }

    @Override
    public void healthChanged(Health health) {
        healths.add(health.reason().orElse("ready"));
    }

    List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
