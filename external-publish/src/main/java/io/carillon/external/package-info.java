/** What others publish on plain channels of the broker, for a user, a group, or everyone. */
@NullMarked
package io.carillon.external;

import org.jspecify.annotations.NullMarked;
