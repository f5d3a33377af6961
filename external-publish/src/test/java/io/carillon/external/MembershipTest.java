package io.carillon.external;

import static io.carillon.external.Instance.EVERYONE;
import static io.carillon.external.Instance.GROUPS;
import static io.carillon.external.Place.await;
import static io.carillon.external.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.Message;
import io.carillon.faults.FaultyBackplane;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever gets a group's own messages gets what others publish for it, and nobody else does, also where the broker's answers were lost. */
class MembershipTest {
    private static final String LOBBY = "lobby";

    private final Place place = new Place();
    private final InMemoryBackplane broker = place.keep(InMemoryBackplane.create());
    private final FaultyBackplane way = place.keep(FaultyBackplane.over(broker));
    private final Instance here = Instance.start(place, way, broker, builder -> builder);
    private final Hub there = place.hub(broker, "there");
    /** Nobody keeps its answers from it, so it never gives up asking. */
    private final Hub publishing = place.hub(broker, "publishing");

    private final Client ada = here.client("ada");
    private int published;

    /** The group's channel is subscribed to already, so that of a join only the store's answer can be lost. */
    @BeforeEach
    void open() {
        here.member("grace", LOBBY);
    }

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void whoLeavesAgainAfterAnUnknownOutcomeHearsNeither() {
        done(here.hub.join(ada.id(), LOBBY));
        hearsBoth();
        unknown(() -> here.hub.leave(ada.id(), LOBBY));
        done(here.hub.leave(ada.id(), LOBBY));
        hearsNeither();
    }

    @Test
    void whoJoinsAgainAfterAnUnknownOutcomeHearsBoth() {
        unknown(() -> here.hub.join(ada.id(), LOBBY));
        done(here.hub.join(ada.id(), LOBBY));
        hearsBoth();
    }

    @Test
    void whoseLeaveEndedUnknownStaysAndHearsBoth() {
        done(here.hub.join(ada.id(), LOBBY));
        unknown(() -> here.hub.leave(ada.id(), LOBBY));
        hearsBoth();
    }

    @Test
    void whoseJoinEndedUnknownHearsNeither() {
        unknown(() -> here.hub.join(ada.id(), LOBBY));
        hearsNeither();
    }

    @Test
    void whoJoinsAgainByAnotherInstanceHearsBoth() {
        unknown(() -> there.join(ada.id(), LOBBY));
        done(there.join(ada.id(), LOBBY));
        hearsBoth();
    }

    @Test
    void whoLeavesAgainByAnotherInstanceHearsNeither() {
        done(here.hub.join(ada.id(), LOBBY));
        hearsBoth();
        unknown(() -> there.leave(ada.id(), LOBBY));
        done(there.leave(ada.id(), LOBBY));
        hearsNeither();
    }

    @Test
    void whoLeavesWhenTheBrokerHasForgottenEverythingHearsNeither() {
        done(here.hub.join(ada.id(), LOBBY));
        hearsBoth();
        broker.forget();
        done(here.hub.leave(ada.id(), LOBBY));
        hearsNeither();
    }

    @Test
    void whoIsBroughtBackUnderANewLeaseHearsBoth() {
        done(here.hub.join(ada.id(), LOBBY));
        broker.expire(here.hub.instanceId());
        done(here.hub.join(ada.id(), "den").exceptionally(lost -> null)); // finds out
        hearsBoth();
        await().until(() -> done(there.count(LOBBY)) == 2);
        hearsBoth();
    }

    /** Carried out, but the answer is lost. */
    private void unknown(Supplier<CompletionStage<?>> asked) {
        way.loseAnswers(1);
        assertThat(Place.error(asked.get())).isInstanceOf(BackplaneTimeoutException.class);
        way.loseAnswers(0);
    }

    private void hearsBoth() {
        await().until(() -> published("own") && published("external"));
    }

    private void hearsNeither() {
        await().until(() -> !published("own") && !published("external"));
    }

    /** Whether it reaches her, which a marker behind it tells. */
    private boolean published(String kind) {
        String text = kind + ++published;
        String marker = "~" + text;
        if (kind.equals("own")) {
            done(publishing.send(Audience.group(LOBBY), Message.text(text)));
            done(publishing.send(Audience.connection(ada.id()), Message.text(marker)));
        } else {
            broker.publish(GROUPS + LOBBY, text.getBytes(StandardCharsets.UTF_8));
            broker.publish(EVERYONE, marker.getBytes(StandardCharsets.UTF_8));
        }
        await().until(() -> ada.markers.contains(marker));
        return ada.received.contains(text);
    }
}
