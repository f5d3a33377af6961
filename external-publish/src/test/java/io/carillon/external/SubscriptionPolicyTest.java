package io.carillon.external;

import static io.carillon.external.Instance.USERS;
import static io.carillon.external.Place.await;
import static io.carillon.external.Place.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.BackplaneUnavailableException;
import io.carillon.CloseReason;
import io.carillon.faults.FaultyBackplane;
import io.carillon.local.InMemoryBackplane;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hub whose way to the broker is well, while that to what others publish is not. */
class SubscriptionPolicyTest {
    private final Place place = new Place();
    private final InMemoryBackplane broker = place.keep(InMemoryBackplane.create());
    private final FaultyBackplane outside = FaultyBackplane.over(broker);

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void whoCannotBeListenedForIsClosedAndMayComeAgain() {
        Instance here = Instance.start(place, broker, outside, builder -> builder);
        Client before = here.client("ada");
        hears(before, "before");
        outside.refuse(1);
        Client grace = here.client("grace");
        Client again = here.client("grace");
        for (Client client : new Client[] {grace, again}) {
            assertThat(Place.done(client.closed)).isEqualTo(CloseReason.TRY_AGAIN_LATER);
        }
        assertThat(here.count(ExternalCount.REFUSED)).isBetween(1L, 2L);
        outside.heal();
        done(here.hub.unregister(grace.id()));
        Client later = here.client("grace"); // while another one whose subscription was refused is still there
        hears(later, "later");
        assertThat(later.closed).isNotDone();
        assertThat(before.closed).isNotDone();
    }

    @Test
    void whereThePolicySaysSoTheyStayAndAreListenedForWhenThatIsPossible() {
        outside.refuse(1);
        Instance here =
                Instance.start(place, broker, outside, builder -> builder.whenRefused(SubscriptionPolicy.RETRY));
        Client ada = here.client("ada");
        await().until(() -> here.count(ExternalCount.REFUSED) >= 2);
        outside.heal();
        hears(ada, "hi");
        await().until(() -> {
            publish(Instance.EVERYONE, "all");
            return ada.received.contains("all");
        });
        assertThat(ada.closed).isNotDone();
    }

    @Test
    void withoutEveryonesChannelOrAPatternItDoesNotStart() {
        outside.refuse(1);
        for (ExternalMessagesBuilder builder : new ExternalMessagesBuilder[] {
            ExternalMessages.builder(outside).everyone("news"),
            ExternalMessages.builder(outside).users(USERS).byPattern(),
            ExternalMessages.builder(outside).groups("room:").byPattern()
        }) {
            ExternalMessages external = place.keep(builder.build());
            var hub = place.hub(broker, "instance");
            assertThat(Place.error(external.start(hub))).isInstanceOf(BackplaneUnavailableException.class);
            assertThatThrownBy(() -> external.start(hub)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aClosedOneDoesNotStart() {
        ExternalMessages external =
                ExternalMessages.builder(broker).users(USERS).build();
        external.close();
        assertThat(Place.error(external.start(place.hub(broker, "instance"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anonymousConnectionsAreOfNoUser() {
        Instance here = Instance.start(place, broker, builder -> builder);
        Client nobody = here.client(Optional.empty());
        Client ada = here.client("ada");
        hears(ada, "hi");
        assertThat(nobody.received).isEmpty();
    }

    private void hears(Client client, String text) {
        await().until(() -> {
            publish(USERS + client.user().orElseThrow(), text);
            return client.received.contains(text);
        });
    }

    private void publish(String channel, String text) {
        broker.publish(channel, text.getBytes(StandardCharsets.UTF_8));
    }
}
