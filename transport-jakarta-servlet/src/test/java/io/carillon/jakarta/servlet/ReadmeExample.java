package io.carillon.jakarta.servlet;

import io.carillon.jakarta.TransportOptions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;

/** The example of the README. */
final class ReadmeExample {
    private ReadmeExample() {}

    // README
    static void deploy(ServletContext servlets, TransportOptions options) {
        servlets.addFilter("gate", new GateFilter(options))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/ws/*");
    }
    // README
}
