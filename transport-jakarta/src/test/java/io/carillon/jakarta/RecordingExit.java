package io.carillon.jakarta;

import io.carillon.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** What an outbox told of its end. */
final class RecordingExit implements Exit {
    final List<String> told = new ArrayList<>();
    int dropped;

    final List<Boolean> held = new ArrayList<>();

    @Override
    public void closing(int code) {
        told.add("closing " + code);
    }

    @Override
    public void disconnect(int code, CloseReason reason) {
        told.add("disconnect " + code + ", client is told " + reason.code());
    }

    @Override
    public void cut(CloseReason why) {
        told.add(why == null ? "cut" : "disconnect by cutting " + why.code());
    }

    @Override
    public void hold(boolean now) {
        held.add(now);
    }

    @Override
    public void pinged(boolean sent) {}

    @Override
    public void dropped(int messages) {
        dropped += messages;
    }

    long disconnects() {
        return told.stream().filter(line -> line.startsWith("disconnect")).count();
    }
}
