package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Broken links, crashes, sleepers, and brokers that pause or forget; and what is told of people meanwhile. */
abstract class SurvivalRules extends HubTests {

    @Test
    @Rule("CL-3.1")
    void subscriptionsComeBackWithTheLinkAndTheHubIsNotReadyBefore() {
        need(BrokerFixture.Fault.CUT);
        EventLog log = new EventLog();
        ConnectionRegistry cutOff = open(hub -> hub.listener(hubs.told(log)));
        RecordingConnection ada = member(cutOff, "ada", LOBBY);
        hubs.cut(cutOff);
        deadline.until(() -> assertThat(cutOff.health().ready()).isFalse());
        hubs.restore(cutOff);
        deadline.until(() -> assertThat(cutOff.health().ready()).isTrue());
        send(here, Audience.group(LOBBY), "1");
        send(here, Audience.user("ada"), "2");
        send(here, Audience.connection(ada.id()), "3");
        deadline.until(() -> assertThat(ada.texts()).contains("1", "2", "3"));
        deadline.until(() -> assertThat(log.ready()).endsWith(false, true));
        deadline.until(() -> assertThat(log.resyncs()).contains(group(LOBBY), user("ada")));
    }

    @Test
    @Rule("CL-3.2")
    void whileTheLinkIsBrokenOperationsFailAndWhoIsHereStays() {
        need(BrokerFixture.Fault.CUT);
        ConnectionRegistry cutOff = cluster.open();
        RecordingConnection ada = member(cutOff, "ada", LOBBY);
        hubs.cut(cutOff);
        deadline.until(() -> assertThat(cutOff.health().ready()).isFalse());
        Deadline patient = new Deadline(deadline.time().multipliedBy(2));
        assertThat(patient.error(cutOff.send(Audience.group(LOBBY), Message.text("1"))))
                .isInstanceOfAny(BackplaneUnavailableException.class, BackplaneTimeoutException.class);
        assertThat(patient.error(cutOff.join(ada.id(), KITCHEN)))
                .isInstanceOfAny(BackplaneUnavailableException.class, BackplaneTimeoutException.class);
        assertThat(cutOff.connections()).containsExactly(ada);
        assertThat(ada.closes()).isEmpty();
        hubs.restore(cutOff);
        deadline.until(() -> assertThat(cutOff.health().ready()).isTrue());
        patience().until(() -> behind(group(KITCHEN)));
        behind(group(LOBBY), ada);
    }

    @Test
    @Rule("CL-4.1")
    void whoLivedOnAnInstanceThatCrashedVanishesWithItsLeaseAndIsToldOfOnce() {
        need(BrokerFixture.Fault.CUT);
        EventLog log = new EventLog();
        EventLog other = new EventLog();
        Stream.of(log, other).forEach(one -> open(hub -> hub.lease(LEASE).listener(hubs.told(one))));
        ConnectionRegistry crashing = cluster.open();
        member(crashing, "ghost", LOBBY);
        RecordingConnection ada = member(here, "ada", LOBBY);
        hubs.kill(crashing);
        patience().until(() -> behind(group(LOBBY), ada));
        behind(user("ghost"));
        patience()
                .until(() -> assertThat(people(log, other))
                        .containsExactlyInAnyOrder("left ghost lobby", "offline ghost", "disconnected ghost"));
    }

    @Test
    @Rule("CL-4.2")
    void anInstanceThatStartsAgainUnderItsNameDoesNotBringBackWhatItHad() {
        need(BrokerFixture.Fault.CUT);
        ConnectionRegistry first = open(hub -> hub.name("phoenix"));
        member(first, "ghost", LOBBY);
        hubs.kill(first);
        ConnectionRegistry second = open(hub -> hub.name("phoenix"));
        assertThat(second.instanceId()).isNotEqualTo(first.instanceId());
        RecordingConnection ada = member(second, "ada", LOBBY);
        patience().until(() -> behind(group(LOBBY), ada));
        behind(user("ghost"));
        send(here, Audience.group(LOBBY), "hi");
        gets(ada, "hi");
    }

    @Test
    @Rule("CL-4.3")
    void aSleeperThatHasLostItsLeaseBringsItsPeopleBack() {
        need(BrokerFixture.Fault.EXPIRE);
        ConnectionRegistry sleeper = open(hub -> hub.lease(HELD));
        RecordingConnection ada = member(sleeper, "ada", LOBBY);
        hubs.broker.expire(sleeper.instanceId());
        patience().until(() -> {
            behind(group(LOBBY), ada);
            behind(user("ada"), ada);
        });
        send(here, Audience.group(LOBBY), "hi");
        gets(ada, "hi");
    }

    @Test
    @Rule("CL-4.4")
    void aPauseOfTheBrokerThatEndsAllLeasesSweepsNobodyWhoLives() {
        need(BrokerFixture.Fault.EXPIRE);
        need(BrokerFixture.Fault.CUT);
        EventLog log = new EventLog();
        EventLog other = new EventLog();
        ConnectionRegistry one = open(hub -> hub.lease(HELD).listener(hubs.told(log)));
        ConnectionRegistry two = open(hub -> hub.lease(HELD).listener(hubs.told(other)));
        ConnectionRegistry third = open(hub -> hub.lease(HELD));
        RecordingConnection ada = member(one, "ada", LOBBY);
        RecordingConnection bob = member(two, "bob", LOBBY);
        RecordingConnection ghost = member(third, "ghost", LOBBY);
        Stream.of(here, there, one, two, third).forEach(hub -> hubs.broker.expire(hub.instanceId()));
        patience().until(() -> behind(group(LOBBY), ada, bob, ghost));
        hubs.kill(third); // what is told of this one comes behind whatever a sweep has told
        patience().until(() -> assertThat(people(log, other)).contains("offline ghost", "left ghost lobby"));
        behind(group(LOBBY), ada, bob);
        assertThat(people(log, other).filter(event -> !event.contains("ghost")))
                .containsExactlyInAnyOrder(
                        "connected ada",
                        "online ada",
                        "joined ada lobby",
                        "connected bob",
                        "online bob",
                        "joined bob lobby");
    }

    @Test
    @Rule("CL-4.5")
    void aBrokerThatHasForgottenEverythingIsToldAgain() {
        need(BrokerFixture.Fault.FORGET);
        ConnectionRegistry one = open(hub -> hub.lease(HELD));
        ConnectionRegistry two = open(hub -> hub.lease(HELD));
        RecordingConnection ada = member(one, "ada", LOBBY);
        RecordingConnection bob = member(two, "bob", LOBBY);
        hubs.broker.forget();
        patience().until(() -> {
            behind(group(LOBBY), ada, bob);
            behind(user("ada"), ada);
        });
        send(one, Audience.group(LOBBY), "hi");
        gets(bob, "hi");
    }

    @Test
    @Rule("CL-6.1")
    void everyComingAndGoingIsToldOnceByItsOwner() {
        EventLog log = new EventLog();
        EventLog other = new EventLog();
        ConnectionRegistry one = open(hub -> hub.listener(hubs.told(log)));
        ConnectionRegistry two = open(hub -> hub.listener(hubs.told(other)));
        RecordingConnection desk = member(one, "ada", LOBBY);
        RecordingConnection phone = member(two, "ada", LOBBY);
        deadline.done(two.join(desk.id(), LOBBY));
        deadline.done(two.leave(desk.id(), LOBBY));
        deadline.done(one.leave(desk.id(), LOBBY));
        deadline.done(one.unregister(desk.id()));
        deadline.until(() -> assertThat(log.people()).contains("disconnected ada"));
        deadline.done(two.unregister(phone.id()));
        deadline.until(() -> assertThat(other.people()).contains("disconnected ada", "offline ada"));
        assertThat(log.people())
                .containsExactlyInAnyOrder(
                        "connected ada", "online ada", "joined ada lobby", "left ada lobby", "disconnected ada");
        assertThat(other.people())
                .containsExactlyInAnyOrder(
                        "connected ada", "joined ada lobby", "left ada lobby", "disconnected ada", "offline ada");
    }

    private static Stream<String> people(EventLog... logs) {
        return List.of(logs).stream().flatMap(log -> log.people().stream());
    }
}
