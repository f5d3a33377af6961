package io.carillon.jakarta;

import io.carillon.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** What an outbox told of its end. */
final class RecordingExit implements Outbox.Exit {
    final List<String> told = new ArrayList<>();

    @Override
    public void closing(int code) {
        told.add("closing " + code);
    }

    @Override
    public void disconnect(int code, CloseReason reason) {
        told.add("disconnect " + code + ", client is told " + reason.code());
    }

    long disconnects() {
        return told.stream().filter(line -> line.startsWith("disconnect")).count();
    }
}
