/**
 * Learning-rate schedules, one file each, as {@code torch.optim.lr_scheduler} computes them. May import {@code nn} and
 * {@code tensor}.
 *
 * <p>PyTorch's schedulers are recursive: each rate is made from the one before, so that several schedulers can share an
 * optimizer. The closed formula of the documentation differs from that in the last bits, and a rate that is off in its
 * last bit is a wrong rate when two runs are compared; so these take PyTorch's own steps in PyTorch's own order of
 * operations, and tests hold every rate to Python's bit for bit. Rates belong to what both engines are given, like the
 * data: a schedule is said once.
 */
package dev.parity.nn.schedule;
