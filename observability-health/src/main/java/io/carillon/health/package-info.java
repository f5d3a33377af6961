/** What a service answers when it is asked whether it is well: {@link io.carillon.health.HealthCheck}. */
@NullMarked
package io.carillon.health;

import org.jspecify.annotations.NullMarked;
