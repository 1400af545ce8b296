package dev.parity.diagnose;

import dev.parity.formula.Node;

/** A change, and the formula with it, which would be long to look for again. */
record Candidate(Change change, Node tree) {}
