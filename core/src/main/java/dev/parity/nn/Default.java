package dev.parity.nn;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an option is when a spec leaves it out: PyTorch's own default, as JSON. It is said once, on the record's component:
 * the reader fills it in, {@code parity list} prints it, and {@code parity schema} publishes it. A
 * component without one is required.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    String value();
}
