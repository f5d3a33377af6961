package io.carillon.limits;

import io.carillon.ConnectionRegistry;
import io.carillon.Member;
import io.carillon.jakarta.HandshakeAuthenticator;
import io.carillon.jakarta.RegistryEndpoint;
import io.carillon.jakarta.TransportOptions;
import io.carillon.limits.JoinPolicy.Decision;
import io.carillon.local.Hub;
import io.carillon.spi.Backplane;
import java.util.concurrent.CompletionStage;

/** The example of the README. */
final class ReadmeExample {
    private ReadmeExample() {}

    // README
    static Limits limits(Backplane backplane) {
        return Limits.builder()
                .handshakes(200, 400) // a second, and at once
                .connections(20_000)
                .connectionsPerUser(10)
                .backplane(backplane) // so that those are counted in the whole cluster
                .groupsPerConnection(100)
                .newGroupsPerConnection(60) // a minute
                .newGroups(2_000) // a minute, on this instance
                .messages(20, 100) // a second, and at once
                .bytes(64 << 10, 256 << 10)
                .joinPolicy(ReadmeExample::mayJoin)
                .build();
    }

    static CompletionStage<Decision> mayJoin(Member member, String group) {
        return group.startsWith("staff.") && !member.attributes().containsKey("staff")
                ? Decision.refuse("for staff only")
                : Decision.allow();
    }

    static TransportOptions options(Limits limits, HandshakeAuthenticator who) { // for the endpoint and its gate
        return TransportOptions.builder()
                .authenticator(limits.authenticator(who))
                .build();
    }

    static ConnectionRegistry registry(Limits limits, Backplane backplane) { // for the endpoints
        Hub hub = Hub.builder()
                .backplane(backplane)
                .listener(limits.listener()) // beside your own
                .start()
                .toCompletableFuture()
                .join();
        return limits.registry(hub);
    }

    static class Chat extends RegistryEndpoint {
        Chat(Limits limits, ConnectionRegistry registry) {
            super(registry, limits::handler);
        }
    }
    // README
}
