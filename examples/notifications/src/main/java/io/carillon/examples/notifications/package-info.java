/** Notifications: a backend in any language publishes on Redis, and the connections of its users get it. */
@NullMarked
package io.carillon.examples.notifications;

import org.jspecify.annotations.NullMarked;
