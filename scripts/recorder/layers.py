"""The type of a layer -> the torch module that computes it. A module's options are its constructor's."""

import torch
from torch import nn

from recorder.spec import SpecError, lookup

OWN_NAMES = """
    Linear Bilinear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d Embedding
    MaxPool1d MaxPool2d AvgPool1d AvgPool2d AdaptiveAvgPool2d AdaptiveMaxPool2d
    BatchNorm1d BatchNorm2d LayerNorm GroupNorm InstanceNorm2d RMSNorm
    ReLU LeakyReLU PReLU ELU SELU CELU GELU SiLU Mish Sigmoid LogSigmoid Tanh Softplus Softsign
    Hardtanh ReLU6 Hardsigmoid Hardswish GLU Softmax LogSoftmax Flatten
""".split()


class Function(nn.Module):
    """An expression of its inputs, without parameters."""

    def __init__(self, forward):
        super().__init__()
        self.forward = forward


class Dropout(nn.Module):
    """x mask / (1 - p). The mask, 1 where a unit is kept, is the next one given, else drawn at the first need."""

    def __init__(self, sources, p=0.5, mask=None):
        super().__init__()
        self.random = sources.random
        self.p = p
        self.given = iter(sources.read(mask)) if mask is not None else None
        self.mask = None

    def forward(self, x):
        if not self.training or (self.p == 0 and self.given is None):
            return x
        mask = next(self.given) if self.given else self.draw(x.shape)
        self.mask = mask.to(x.dtype)
        return x * (self.mask / (1 - self.p) if self.p < 1 else self.mask)

    def draw(self, shape):
        """PyTorch draws nothing where nothing is kept."""
        return self.random.keep(shape, 1 - self.p) if self.p < 1 else torch.zeros(shape)


class PositionTable(nn.Module):
    """x (N, T, D) plus the first T rows of a learned table, which starts normal(0, 1) as Embedding does."""

    def __init__(self, num_positions, embedding_dim):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(num_positions, embedding_dim).normal_())

    def forward(self, x):
        return x + self.weight[: x.shape[1]]


class LSTM(nn.LSTM):
    def forward(self, x, *state):
        y, (h_n, c_n) = super().forward(x, state or None)
        return {"y": y, "h_n": h_n, "c_n": c_n}


class GRU(nn.GRU):
    def forward(self, x, *state):
        return dict(zip(("y", "h_n"), super().forward(x, *state)))


class RNN(nn.RNN):
    def forward(self, x, *state):
        return dict(zip(("y", "h_n"), super().forward(x, *state)))


class MultiheadAttention(nn.MultiheadAttention):
    """One input attends to itself; three are query, key, value."""

    def __init__(self, sources, is_causal=False, attn_mask=None, **options):
        super().__init__(**options)
        self.is_causal = is_causal
        self.mask = None if attn_mask is None else sources.read(attn_mask)

    def forward(self, query, key=None, value=None, key_padding_mask=None):
        key, value = (query, query) if key is None else (key, value)
        padding = None if key_padding_mask is None else key_padding_mask.bool()
        return super().forward(query, key, value, key_padding_mask=padding, attn_mask=self.attn_mask(query, key))[0]

    def attn_mask(self, query, key):
        if self.is_causal:
            time = 1 if self.batch_first and query.dim() == 3 else 0
            return torch.ones(query.shape[time], key.shape[time], dtype=torch.bool).triu(1)
        floating = self.mask is not None and self.mask.is_floating_point()
        return self.mask.to(query.dtype) if floating else self.mask if self.mask is None else self.mask.bool()


def product(first, *others):
    for other in others:
        first = first * other
    return first


def total(first, *others):
    for other in others:
        first = first + other
    return first


def reduction(reduce):
    """Over dim, one or several; over everything without it."""
    return lambda dim=None, keepdim=False: Function(lambda x: reduce(x, dim=dim, keepdim=keepdim))


FUNCTIONS = {
    "Add": lambda: Function(total),
    "Multiply": lambda: Function(product),
    "MatMul": lambda: Function(torch.matmul),
    "Concat": lambda dim=0: Function(lambda *x: torch.cat(x, dim)),
    "Reshape": lambda shape: Function(lambda x: x.reshape(shape)),
    "Permute": lambda dims: Function(lambda x: x.permute(dims)),
    "Select": lambda dim, index: Function(lambda x: x.select(dim, index)),
    "Mean": reduction(torch.mean),
    "Sum": reduction(torch.sum),
    "Exp": lambda: Function(torch.exp),
    "Square": lambda: Function(torch.square),
    "Scale": lambda factor: Function(lambda x: x * factor),
    "Exp": lambda: Function(torch.exp),
    "Square": lambda: Function(torch.square),
}

MODULES = (
    {name: getattr(nn, name) for name in OWN_NAMES}
    | FUNCTIONS
    | {"PositionTable": PositionTable, "LSTM": LSTM, "GRU": GRU, "RNN": RNN}
)

WITH_SOURCES = {"Dropout": Dropout, "MultiheadAttention": MultiheadAttention}


def build(kind, options, sources):
    make = lookup(MODULES | WITH_SOURCES, kind, "layer")
    try:
        return make(sources, **options) if kind in WITH_SOURCES else make(**options)
    except TypeError as mistake:
        raise SpecError(f"{kind}: {mistake}") from mistake
