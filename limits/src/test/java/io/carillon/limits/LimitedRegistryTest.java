package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.JoinResult;
import io.carillon.LimitExceededException;
import io.carillon.tck.RecordingConnection;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Places of connections. */
class LimitedRegistryTest extends InstanceTest {

    @Test
    void aConnectionTooManyIsClosedAndNotRegistered() {
        Instance one = new Instance(Limits.builder().connections(1));
        one.connect("ada");
        RecordingConnection bob = one.connection("bob");

        assertThat(error(one.registry.register(bob)))
                .isInstanceOf(LimitExceededException.class)
                .hasMessage("this instance has 1 connections, which is the limit");

        assertThat(bob.closes()).containsExactly(CloseReason.TRY_AGAIN_LATER);
        assertThat(one.hub.localCount()).isOne();
        assertThat(one.refused(Limit.CONNECTIONS)).isOne();
    }

    @Test
    void aPlaceIsFreeAgainOnceItsConnectionIsUnregisteredHoweverOften() {
        Instance one = new Instance(
                Limits.builder().connections(1).connectionsPerUser(1).backplane(backplane));
        RecordingConnection ada = one.connect("ada");

        done(one.registry.unregister(ada.id()));
        done(one.registry.unregister(ada.id()));

        assertThat(one.limits.connections()).isZero();
        one.connect("ada");
        assertThat(error(one.registry.register(one.connection("bob")))).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void aRegistrationThatFailsKeepsNoPlace() {
        Instance one = new Instance(Limits.builder().connectionsPerUser(1).backplane(backplane));
        one.behind.registering = ScriptedRegistry::failing;
        assertThat(error(one.registry.register(one.connection("ada")))).hasMessage("on purpose");
        one.behind.registering = () -> {
            throw new IllegalStateException("on purpose");
        };
        assertThatThrownBy(() -> one.registry.register(one.connection("ada"))).hasMessage("on purpose");

        assertThat(one.limits.connections()).isZero();
        one.behind.registering = null;
        one.connect("ada");
    }

    @Test
    void aConnectionThatGoesWhileItIsRegisteredKeepsNoPlace() {
        Instance one = new Instance(Limits.builder().connectionsPerUser(1).backplane(backplane));
        CompletableFuture<JoinResult> late = new CompletableFuture<>();
        one.behind.registering = () -> late;
        RecordingConnection ada = one.connection("ada");
        CompletionStage<JoinResult> registered = one.registry.register(ada);

        done(one.registry.unregister(ada.id()));
        late.complete(JoinResult.JOINED);
        done(registered);

        assertThat(one.limits.connections()).isZero();
        assertThat(one.limits.registered).isEmpty();
    }

    @Test
    void aPlaceIsGivenBackOnceThoughTheRegistrationFailsAfterItsConnectionHasGone() {
        Instance one = new Instance(Limits.builder().connections(1));
        CompletableFuture<JoinResult> late = new CompletableFuture<>();
        one.behind.registering = () -> late;
        RecordingConnection ada = one.connection("ada");
        CompletionStage<JoinResult> registered = one.registry.register(ada);

        done(one.registry.unregister(ada.id()));
        late.completeExceptionally(new IllegalStateException("on purpose"));
        error(registered);

        assertThat(one.limits.connections()).isZero();
    }

    @Test
    void aConnectionThatIsRegisteredTwiceHoldsOnePlace() {
        Instance one = new Instance(Limits.builder().connections(2));
        RecordingConnection ada = one.connect("ada");

        assertThatThrownBy(() -> one.registry.register(ada)).isInstanceOf(IllegalArgumentException.class);

        assertThat(one.limits.connections()).isOne();
        assertThat(one.limits.registered).hasSize(1);
    }

    @Test
    void aUserWhoIsKnownOnlyAfterTheHandshakeIsLimitedTooOverTheWholeCluster() {
        Instance here = new Instance(Limits.builder().connectionsPerUser(1).backplane(backplane));
        Instance there = new Instance(Limits.builder().connectionsPerUser(1).backplane(backplane));
        RecordingConnection first = here.connect("ada");
        RecordingConnection second = here.connection("ada");
        RecordingConnection third = there.connection("ada");

        for (RecordingConnection more : new RecordingConnection[] {second, third}) {
            Instance its = more == second ? here : there;
            assertThat(error(its.registry.register(more)))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessage("the user has 1 connections, which is the limit");
            assertThat(more.closes()).containsExactly(Limits.TOO_MANY_CONNECTIONS);
            assertThat(its.refused(Limit.USER_CONNECTIONS)).isOne();
        }
        assertThat(there.limits.connections()).isZero();
        assertThat(there.hub.localCount()).isZero();
        done(here.registry.unregister(first.id()));
        there.connect("ada");
    }

    @Test
    void whoIsJoinedRightAfterRegisteringIsFoundThoughTheBrokerHasYetToSayWhetherThereIsAPlace() {
        TimedValues values = new TimedValues(time);
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        values.answer = () -> late;
        Instance one = new Instance(Limits.builder().connectionsPerUser(1).backplane(new BackplaneWith(values)));
        RecordingConnection ada = one.connection("ada");

        CompletionStage<JoinResult> registered = one.registry.register(ada);
        done(one.join(ada, "lobby"));
        assertThat(registered.toCompletableFuture()).isNotDone();
        late.complete(false);

        assertThat(error(registered)).isInstanceOf(LimitExceededException.class);
        assertThat(done(one.hub.count("lobby"))).isZero();
        assertThat(one.hub.localCount()).isZero();
        assertThat(one.limits.connections()).isZero();
        assertThat(values.held()).isZero();
    }

    @Test
    void aPlaceThatIsGrantedAfterItsConnectionHasGoneIsGivenBack() {
        TimedValues values = new TimedValues(time);
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        values.answer = () -> late;
        Instance one = new Instance(Limits.builder().connectionsPerUser(1).backplane(new BackplaneWith(values)));
        RecordingConnection ada = one.connection("ada");
        one.registry.register(ada);

        done(one.registry.unregister(ada.id()));
        late.complete(true);

        assertThat(values.held()).isZero();
        assertThat(time.timers()).isZero();
    }

    /** A method that is left to the interface would work, but slower, or without the registry's own way. */
    @Test
    void everyMethodIsHandedOn() {
        for (Method method : ConnectionRegistry.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                assertThat(Arrays.stream(LimitedRegistry.class.getMethods())
                                .filter(own -> own.getName().equals(method.getName())
                                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()))
                                .map(Method::getDeclaringClass))
                        .as(method.toString())
                        .doesNotContain(ConnectionRegistry.class)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void anUnknownConnectionIsTheRegistrysAffair() {
        Instance one = new Instance(Limits.builder().connections(1));

        done(one.registry.unregister(ConnectionId.next(one.hub.instanceId())));

        assertThat(one.limits.connections()).isZero();
    }
}
