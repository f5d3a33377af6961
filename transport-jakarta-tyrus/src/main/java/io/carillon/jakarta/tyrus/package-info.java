/** What {@code transport-jakarta} needs on Tyrus beyond the standard API. Nothing here is for applications. */
@NullMarked
package io.carillon.jakarta.tyrus;

import org.jspecify.annotations.NullMarked;
