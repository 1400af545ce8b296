"""Where numbers come from: a generator, the spec itself, or a file beside it."""

import gzip
import json
import struct

import numpy as np
import torch
from torch.utils.data import RandomSampler

from recorder.spec import SpecError


class NumpyRandom:
    """numpy.random.seed(seed): float64, whatever the spec's type; it is cast where it is used."""

    def __init__(self, seed, dtype):
        self.random = np.random.RandomState(seed)
        self.dtype = torch.float64

    def randn(self, shape):
        return torch.as_tensor(self.random.randn(*shape))

    def rand(self, shape):
        return torch.as_tensor(self.random.rand(*shape))

    def uniform(self, low, high, shape):
        return torch.as_tensor(self.random.uniform(low, high, shape))

    def randint(self, low, high, shape):
        return torch.as_tensor(self.random.randint(low, high, shape))

    def linspace(self, first, last, count):
        return torch.as_tensor(np.linspace(first, last, count))

    def order(self, n):
        return torch.as_tensor(self.random.permutation(n))

    def keep(self, shape, p):
        """Ones where a dropout that keeps with probability p keeps."""
        return torch.as_tensor(self.random.rand(*shape) < p)


class TorchRandom:
    """torch.manual_seed(seed), called before: the global generator, in the spec's type."""

    def __init__(self, seed, dtype):
        self.dtype = dtype

    def randn(self, shape):
        return torch.randn(shape)

    def rand(self, shape):
        return torch.rand(shape)

    def uniform(self, low, high, shape):
        return torch.empty(shape).uniform_(low, high)

    def randint(self, low, high, shape):
        return torch.randint(low, high, shape)

    def linspace(self, first, last, count):
        return torch.linspace(first, last, count)

    def order(self, n):
        """As DataLoader(shuffle=True) does it in each epoch: a base seed for its workers, then the sampler's own."""
        torch.empty((), dtype=torch.int64).random_()
        return torch.tensor(list(RandomSampler(range(n))), dtype=torch.int64)

    def keep(self, shape, p):
        return torch.empty(shape).bernoulli_(p)


GENERATORS = {"numpy": NumpyRandom, "torch": TorchRandom}


class Sources:
    """The tensors of a spec by name, and the reading of every place where a spec gives numbers.

    A name stands for {"from": name}, and a list or a number for {"values": ...}. Then, in this order, if given:
    shape, transpose, divide, scale, one_hot, dtype.
    """

    def __init__(self, random, folder):
        self.random = random
        self.folder = folder
        self.named = {}

    def define(self, name, source):
        self.named[name] = self.read(source)

    def read(self, source):
        source = full(source)
        kinds = [key for key in source if key in KINDS]
        if len(kinds) != 1:
            raise SpecError(f"{json.dumps(source)} names {len(kinds)} sources; write one of {', '.join(KINDS)}")
        return self.adapt(KINDS[kinds[0]](self, source), source, kinds[0])

    def adapt(self, tensor, source, kind):
        if "shape" in source and kind not in ("uniform", "randint"):
            tensor = tensor.reshape(source["shape"])
        if source.get("transpose"):
            tensor = tensor.t()
        if "divide" in source:
            tensor = self.floats(tensor) / source["divide"]
        if "scale" in source:
            tensor = self.floats(tensor) * source["scale"]
        if "one_hot" in source:
            tensor = torch.nn.functional.one_hot(tensor.long(), source["one_hot"])
        if "dtype" in source:
            tensor = tensor.to(getattr(torch, source["dtype"]))
        return tensor

    def floats(self, tensor):
        return tensor if tensor.is_floating_point() else tensor.to(self.random.dtype)

    def named_before(self, name):
        if name not in self.named:
            raise SpecError(f'there is no tensor "{name}"; those drawn before are {", ".join(self.named) or "none"}')
        return self.named[name]

    def literal(self, values):
        array = torch.as_tensor(np.array(values))
        return array.to(self.random.dtype) if array.is_floating_point() else array

    def arange(self, given):
        array = np.arange(*given) if isinstance(given, list) else np.arange(given)
        return self.literal(array)

    def constant(self, shape, value):
        return torch.full(shape, float(value), dtype=self.random.dtype)

    def file(self, name):
        return self.folder / name


def full(source):
    """A source in its long form."""
    if isinstance(source, str):
        return {"from": source}
    return source if isinstance(source, dict) else {"values": source}


KINDS = {
    "from": lambda sources, s: sources.named_before(s["from"]),
    "randn": lambda sources, s: sources.random.randn(s["randn"]),
    "rand": lambda sources, s: sources.random.rand(s["rand"]),
    "uniform": lambda sources, s: sources.random.uniform(*s["uniform"], s["shape"]),
    "randint": lambda sources, s: sources.random.randint(*s["randint"], s["shape"]),
    "linspace": lambda sources, s: sources.random.linspace(*s["linspace"]),
    "arange": lambda sources, s: sources.arange(s["arange"]),
    "zeros": lambda sources, s: sources.constant(s["zeros"], 0),
    "ones": lambda sources, s: sources.constant(s["ones"], 1),
    "full": lambda sources, s: sources.constant(s["full"], s["value"]),
    "values": lambda sources, s: sources.literal(s["values"]),
    "npy": lambda sources, s: from_array(np.load(sources.file(s["npy"]))),
    "npz": lambda sources, s: from_array(np.load(sources.file(s["npz"]))[s["key"]]),
    "safetensors": lambda sources, s: from_array(safetensor(sources.file(s["safetensors"]), s["key"])),
    "idx": lambda sources, s: from_array(idx(sources.file(s["idx"]))),
    "csv": lambda sources, s: from_array(np.loadtxt(sources.file(s["csv"]), delimiter=",", ndmin=2)),
}


def from_array(array):
    """Integers of any width become int64; floats keep theirs until they are used."""
    if array.dtype.kind in "iu":
        array = array.astype(np.int64)
    return torch.as_tensor(array.astype(array.dtype.newbyteorder("=")))


IDX_TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}


def idx(path):
    """The format of the MNIST files: two zero bytes, type, rank, the sizes and the elements, all big-endian."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    rank = data[3]
    shape = struct.unpack(f">{rank}I", data[4 : 4 + 4 * rank])
    return np.frombuffer(data, IDX_TYPES[data[2]], offset=4 + 4 * rank).reshape(shape)


SAFETENSORS_TYPES = {"F32": "<f4", "F64": "<f8", "I64": "<i8", "I32": "<i4", "U8": "u1"}


def safetensor(path, key):
    """One array of a safetensors file: the length of the header, the header in JSON, the bytes."""
    data = path.read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    entry = json.loads(data[8:start])[key]
    first, last = entry["data_offsets"]
    return np.frombuffer(data[start + first : start + last], SAFETENSORS_TYPES[entry["dtype"]]).reshape(entry["shape"])
