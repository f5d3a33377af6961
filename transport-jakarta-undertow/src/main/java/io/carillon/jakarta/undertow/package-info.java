/** What {@code transport-jakarta} needs on Undertow beyond the standard API. Nothing here is for applications. */
@NullMarked
package io.carillon.jakarta.undertow;

import org.jspecify.annotations.NullMarked;
