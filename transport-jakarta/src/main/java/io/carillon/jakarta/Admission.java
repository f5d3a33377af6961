package io.carillon.jakarta;

import java.security.Principal;

/**
 * What a gate gives to whom it lets in. It travels to {@link RegistryConfigurator} as the principal of the request, which all
 * containers hand on and which no client can forge.
 *
 * @param authenticator who has said so: what one endpoint's has found out opens no other's door
 * @param authentication what it has said
 */
record Admission(HandshakeAuthenticator authenticator, Authentication authentication) implements Principal {
    @Override
    public String getName() {
        return authentication.user().orElse("");
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return getName();
    }
}
