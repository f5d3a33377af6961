package io.carillon.examples.notifications;

/** A text that stands in no log and no error, whatever it is a part of. */
final class Secret {
    private final String text;

    Secret(String text) {
        this.text = text;
    }

    String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
