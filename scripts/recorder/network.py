"""The graph of layers. Every array that enters or leaves a layer is kept, with its own gradient."""

import re
from collections import Counter

import torch
from torch import nn

from recorder.layers import build
from recorder.spec import SpecError, lookup, without

# Keys of a layer that hold numbers: the names of its state dict, unless they are switches such as "bias": false.
STATE = re.compile(r"(\w+\.)?(in_proj_)?(weight|bias)(_\w+)?|running_mean|running_var|num_batches_tracked")
NOT_OPTIONS = ("type", "name", "inputs", "training", "key_padding_mask", "inplace", "requires_grad")


class Node:
    """One use of a layer: where its inputs come from, and in each step what came in and went out."""

    def __init__(self, name, module, inputs, named_inputs, reads_indices):
        self.name = name
        self.module = module
        self.inputs = inputs
        self.named_inputs = named_inputs
        self.reads_indices = reads_indices

    def run(self, values):
        self.entered = [entering(lookup(values, ref, "output or input")) for ref in self.inputs]
        named = {key: values[ref] for key, ref in self.named_inputs.items()}
        left = self.module(*self.entered, **named)
        self.left = left if isinstance(left, dict) else {"y": left}
        values[self.name] = self.left["y"]
        values |= {f"{self.name}.{key}": value for key, value in self.left.items()}

    def dx(self):
        """dL/d(input) by name: dx, or dx0, dx1, ... of several."""
        return gradients(self.entered)


def entering(x):
    """An alias of x, so that its gradient is the contribution of the one layer that it enters.

    Not view_as, which changes the stride of a dimension of size 1: batch norm then takes a permuted array of one row for
    channels-last, and its gradient is wrong.
    """
    if not x.is_floating_point():
        return x
    alias = torch.ops.aten.alias(x) if x.requires_grad else x.detach().clone().requires_grad_()
    alias.retain_grad()
    return alias


def gradients(entered):
    names = ["dx"] if len(entered) == 1 else [f"dx{i}" for i in range(len(entered))]
    return {name: x.grad for name, x in zip(names, entered) if x.requires_grad and x.grad is not None}


class Network:
    """The layers of a spec, built in its order: that is the order in which PyTorch draws their weights."""

    def __init__(self, layers, sources, dtype):
        self.sources = sources
        self.dtype = dtype
        self.nodes = []
        self.owners = {}
        self.named = {}
        self.unnamed = Counter()
        self.uses = Counter()
        for layer in layers:
            self.nodes.append(self.node(layer))

    def node(self, layer):
        inputs = layer.get("inputs") or [self.nodes[-1].name if self.nodes else "data.x"]
        inputs = [inputs] if isinstance(inputs, str) else inputs
        name, module = self.again(layer["use"]) if "use" in layer else self.first(layer)
        owner = layer.get("use", name)
        named = self.named.setdefault(owner, {key: layer[key] for key in ("key_padding_mask",) if key in layer})
        return Node(name, module, inputs, named, isinstance(module, nn.Embedding))

    def again(self, name):
        """A second use of a layer, fc1, is fc1#2."""
        module = lookup(self.owners, name, "earlier layer")
        self.uses[name] += 1
        return f"{name}#{self.uses[name] + 1}", module

    def first(self, layer):
        name = layer.get("name") or self.default_name(layer["type"])
        if name in self.owners:
            raise SpecError(f'two layers are named "{name}"; give one of them another name')
        given = {key: value for key, value in layer.items() if STATE.fullmatch(key) and not isinstance(value, bool)}
        module = build(layer["type"], without(layer, *NOT_OPTIONS, *given), self.sources)
        self.owners[name] = module
        self.fill(module, name, given)
        module.requires_grad_(layer.get("requires_grad", True))
        for key, value in given.items():
            if isinstance(value, dict) and "requires_grad" in value:
                state(module)[key].requires_grad_(value["requires_grad"])
        return name, module.train(layer.get("training", True))

    def default_name(self, kind):
        self.unnamed[kind] += 1
        return kind.lower() + (str(self.unnamed[kind]) if self.unnamed[kind] > 1 else "")

    def fill(self, module, layer, given):
        """What the spec gives replaces what PyTorch has drawn; drawn in the spec's type, then cast."""
        values = {}
        for name, value in given.items():
            target = lookup(state(module), name, f"parameter of {layer}")
            if isinstance(value, dict):
                value = without(value, "requires_grad")
                if not value:
                    continue
            if isinstance(value, dict) and "init" in value:
                getattr(nn.init, value["init"])(target, **without(value, "init"))
            elif isinstance(value, dict) and "share" in value:
                share(module, name, self.parameter(value["share"]))
            else:
                values[name] = self.sources.read(value)
        module.to(self.dtype)
        for name, value in values.items():
            overwrite(state(module)[name], value, f"{layer}.{name}")

    def parameter(self, path):
        layer, _, name = path.partition(".")
        return lookup(state(lookup(self.owners, layer, "earlier layer")), name, f"parameter of {layer}")

    def parameters(self):
        """(layer, name, parameter) of each, a shared one under its owner only."""
        seen = set()
        for layer, module in self.owners.items():
            for name, parameter in module.named_parameters():
                if id(parameter) not in seen:
                    seen.add(id(parameter))
                    yield layer, name, parameter

    def buffers(self):
        for layer, module in self.owners.items():
            for name, buffer in module.named_buffers():
                yield layer, name, buffer

    def indices(self):
        """The inputs that are read as indices or masks, not as numbers."""
        chosen = [node.inputs[:1] for node in self.nodes if node.reads_indices]
        masks = [list(node.named_inputs.values()) for node in self.nodes]
        return {ref for refs in chosen + masks for ref in refs}

    def forward(self, batch):
        values = {f"data.{key}": value for key, value in batch.items()}
        for node in self.nodes:
            node.run(values)
        return values


def state(module):
    return dict(module.named_parameters()) | dict(module.named_buffers())


def share(module, name, parameter):
    *path, last = name.split(".")
    setattr(module.get_submodule(".".join(path)), last, parameter)


@torch.no_grad()
def overwrite(target, value, what):
    if value.shape != target.shape:
        raise SpecError(f"{what} has shape {tuple(target.shape)}, but the spec gives {tuple(value.shape)}")
    target.copy_(value)
