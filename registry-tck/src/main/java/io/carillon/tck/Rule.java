package io.carillon.tck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rules of {@code registry-api/SPEC.md} that a test holds somebody to. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {
    /**
     * Which rules.
     *
     * @return their ids, as {@code MS-3.2}
     */
    String[] value();
}
