/** What {@code transport-jakarta} needs on Tomcat beyond the standard API. Nothing here is for applications. */
@NullMarked
package io.carillon.jakarta.tomcat;

import org.jspecify.annotations.NullMarked;
