package io.carillon;

/**
 * Messages that one instance published and that did not reach another one. They are lost.
 *
 * @param target whom they were for, or {@link Target.Everyone} for those with several targets
 * @param publisher the instance that published them
 * @param first the number of the first one, counted by the publisher for this target
 * @param last the number of the last one, not less than the first
 */
public record Gap(Target target, InstanceId publisher, long first, long last) {}
