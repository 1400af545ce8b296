"""Which samples each step sees."""

import torch

from recorder.spec import SpecError, without


class Batches:
    """Step n takes the n-th batch, epoch after epoch; without batch_size every step takes all samples.

    A further input whose first dimension is not the number of samples (an initial state, a mask) is given whole.
    """

    def __init__(self, data, sources):
        self.arrays = {key: sources.read(s) for key, s in without(data, "batch_size", "shuffle", "drop_last").items()}
        self.samples = len(next(iter(self.arrays.values())))
        self.size = data.get("batch_size", self.samples)
        self.shuffled = data.get("shuffle", False)
        self.per_epoch = self.samples // self.size if data.get("drop_last") else -(-self.samples // self.size)
        if self.per_epoch == 0:
            raise SpecError(f"{self.samples} samples make no batch of {self.size}; lower batch_size or drop_last")
        if "y" in self.arrays and len(self.arrays["y"]) != self.samples:
            raise SpecError(f"data: x has {self.samples} samples and y {len(self.arrays['y'])}")

    def shuffle(self, steps, random):
        """Draws the order of each epoch that the steps will reach."""
        epochs = -(-steps // self.per_epoch)
        in_order = torch.arange(self.samples)
        self.orders = [random.order(self.samples) if self.shuffled else in_order for _ in range(epochs)]

    @property
    def vary(self):
        return self.shuffled or self.size < self.samples

    def of(self, step):
        epoch, batch = divmod(step - 1, self.per_epoch)
        chosen = self.orders[epoch][batch * self.size : (batch + 1) * self.size]
        return {key: a[chosen] if a.shape[:1] == (self.samples,) else a for key, a in self.arrays.items()}

    def cast(self, dtype, indices):
        """Numbers take the type that is computed in; what is read as an index, a class or a mask stays as it is."""
        for key, array in self.arrays.items():
            if array.is_floating_point() or f"data.{key}" not in indices:
                self.arrays[key] = array.to(dtype)
