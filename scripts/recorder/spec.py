"""What every part needs to read a spec."""

import torch

DTYPES = {"float32": torch.float32, "float64": torch.float64}


class SpecError(ValueError):
    """A mistake in the spec, told to the one who wrote it."""


def lookup(table, name, what):
    """The entry of a table, or a message with the names that there are."""
    if name not in table:
        raise SpecError(f'there is no {what} "{name}"; there are {", ".join(sorted(table))}')
    return table[name]


def without(mapping, *keys):
    return {key: value for key, value in mapping.items() if key not in keys}
