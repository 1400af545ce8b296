/**
 * What a report says, settled before anything is drawn, so that no two formats choose or round differently. May import what {@code report}
 * may, and {@code report}.
 */
package dev.parity.report.say;
