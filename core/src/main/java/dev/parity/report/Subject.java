package dev.parity.report;

/**
 * What was run.
 *
 * @param name the experiment's name
 * @param path of its spec; empty where two traces were compared without one
 * @param sha256 of the spec's bytes, in hexadecimal; empty as the path
 */
public record Subject(String name, String path, String sha256) {}
