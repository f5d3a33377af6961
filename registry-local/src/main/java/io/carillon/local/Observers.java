package io.carillon.local;

import io.carillon.RegistryListener;
import java.util.List;

/**
 * Several observers as one. They hear of the end of a fan-out in the opposite order, so that what one opens at the beginning and closes
 * at the end, such as the scope of a trace, encloses what the later ones do.
 */
record Observers(List<HubObserver> all) implements HubObserver {
    private static final HubObserver NOBODY = new HubObserver() {};

    static HubObserver among(List<RegistryListener> listeners) {
        List<HubObserver> all = listeners.stream()
                .filter(HubObserver.class::isInstance)
                .map(HubObserver.class::cast)
                .toList();
        return switch (all.size()) {
            case 0 -> NOBODY;
            case 1 -> all.get(0);
            default -> new Observers(all);
        };
    }

    @Override
    public FanOut fanOut(byte[] envelope) {
        FanOut begun = all.get(0).fanOut(envelope);
        for (HubObserver next : all.subList(1, all.size())) {
            FanOut outer = begun;
            FanOut inner = next.fanOut(envelope);
            begun = (accepted, refused) -> {
                inner.done(accepted, refused);
                outer.done(accepted, refused);
            };
        }
        return begun;
    }

    @Override
    public void dropped(Drop why) {
        all.forEach(one -> one.dropped(why));
    }
}
