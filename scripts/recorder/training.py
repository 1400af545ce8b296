"""Loss, gradients, clipping, optimizer and scheduler, and what of them is recorded."""

from fnmatch import fnmatch

import torch
from torch import nn
from torch.optim import lr_scheduler

from recorder.network import entering, gradients
from recorder.spec import SpecError, lookup, without

LOSSES = {
    name: getattr(nn, name)
    for name in """
        MSELoss L1Loss SmoothL1Loss HuberLoss CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss KLDivLoss
        CosineEmbeddingLoss MarginRankingLoss HingeEmbeddingLoss GaussianNLLLoss PoissonNLLLoss
    """.split()
}


class IdentityLoss(nn.Module):
    """What a layer computes is the loss: its mean or its sum."""

    def __init__(self, reduction="mean"):
        super().__init__()
        self.reduce = {"mean": torch.mean, "sum": torch.sum}[reduction]

    def forward(self, x):
        return self.reduce(x)


LOSSES["IdentityLoss"] = IdentityLoss
READ_CLASSES = ("CrossEntropyLoss", "NLLLoss")

OPTIMIZERS = {
    name: getattr(torch.optim, name)
    for name in "SGD Adam AdamW Adamax NAdam RAdam RMSprop Adagrad Adadelta".split()
}

SCHEDULERS = {
    name: getattr(lr_scheduler, name)
    for name in "StepLR MultiStepLR ExponentialLR LinearLR CosineAnnealingLR OneCycleLR".split()
} | {
    # The factor of each update, the last one from then on.
    "LambdaLR": lambda optimizer, factors: lr_scheduler.LambdaLR(
        optimizer, lambda update: factors[min(update, len(factors) - 1)]
    ),
    "SequentialLR": lambda optimizer, schedulers, milestones: lr_scheduler.SequentialLR(
        optimizer, [scheduler(optimizer, s) for s in schedulers], milestones
    ),
}


def scheduler(optimizer, spec):
    """One scheduler, or several that multiply."""
    if isinstance(spec, list):
        return lr_scheduler.ChainedScheduler([scheduler(optimizer, s) for s in spec])
    return lookup(SCHEDULERS, spec["type"], "scheduler")(optimizer, **without(spec, "type"))


def listed(value):
    """What may be written alone or in a list."""
    return [value] if isinstance(value, str) else value


class Loss:
    """scale · loss(predictions, target) + l2/2 Σ w² of the penalised parameters."""

    def __init__(self, spec, name, prediction, sources, dtype):
        self.name = name
        self.kind = spec["type"]
        self.inputs = listed(spec.get("inputs", prediction))
        self.target = spec.get("target", "data.y")
        self.scale = spec.get("scale", 1)
        self.penalty = spec.get("penalty")
        tensors = {key: sources.read(spec[key]).to(dtype) for key in ("weight", "pos_weight") if key in spec}
        options = without(spec, "type", "name", "inputs", "target", "scale", "penalty") | tensors
        self.compute = lookup(LOSSES, self.kind, "loss")(**options)

    def value(self, values, parameters):
        self.entered = [entering(lookup(values, ref, "output or input")) for ref in self.inputs]
        if self.kind == "IdentityLoss":
            self.own = self.compute(*self.entered)
        else:
            self.own = self.compute(*self.arguments(lookup(values, self.target, "target").detach()))
        value = self.scale * self.own
        return value + self.penalised(parameters) if self.penalty else value

    def arguments(self, target):
        if self.kind == "GaussianNLLLoss":
            mean, variance = self.entered
            return mean, target, variance
        return *self.entered, target

    def penalised(self, parameters):
        chosen = self.penalty.get("parameters")
        squares = [
            (parameter * parameter).sum()
            for layer, name, parameter in parameters
            if parameter.requires_grad and (f"{layer}.{name}" in chosen if chosen else "bias" not in name)
        ]
        return self.penalty["l2"] / 2 * sum(squares)


class Training:
    def __init__(self, spec, network, batches, sources, dtype):
        self.network = network
        self.batches = batches
        self.parameters = list(network.parameters())
        self.losses = losses(spec["loss"], network.nodes[-1].name if network.nodes else "data.x", sources, dtype)
        classes = {loss.target for loss in self.losses if loss.kind in READ_CLASSES}
        batches.cast(dtype, network.indices() | classes)
        self.optimizer = self.build_optimizer(spec.get("optimizer"))
        self.scheduler = scheduler(self.optimizer, spec["scheduler"]) if "scheduler" in spec else None
        self.accumulate = spec.get("accumulate", 1)
        self.clipping = [
            lambda clip=clip, options=spec[clip.__name__]: clip([p for _, _, p in self.parameters], **options)
            for clip in (nn.utils.clip_grad_norm_, nn.utils.clip_grad_value_)
            if clip.__name__ in spec
        ]

    def build_optimizer(self, spec):
        if spec is None or not self.parameters:
            return None
        groups, taken = [], set()
        for group in spec.get("groups", [{"parameters": "*"}]):
            patterns = listed(group["parameters"])
            chosen = [] if patterns == ["*"] else self.matching(patterns)
            taken |= {id(p) for p in chosen}
            groups.append(without(group, "parameters") | {"params": chosen})
        for group, source in zip(groups, spec.get("groups", [{"parameters": "*"}])):
            if listed(source["parameters"]) == ["*"]:
                group["params"] = [p for _, _, p in self.parameters if id(p) not in taken]
        options = without(spec, "type", "groups")
        return lookup(OPTIMIZERS, spec["type"], "optimizer")([g for g in groups if g["params"]], **options)

    def matching(self, patterns):
        """The parameters whose name, such as fc1.weight, fits one of the patterns, such as *.bias."""
        chosen = [p for layer, name, p in self.parameters if any(fnmatch(f"{layer}.{name}", q) for q in patterns)]
        if not chosen:
            raise SpecError(f"no parameter is named {' or '.join(patterns)}")
        return chosen

    def run(self, steps, trace):
        self.record_state(0, trace)
        self.record_weights(0, trace)
        for step in range(1, steps + 1):
            batch = self.batches.of(step)
            self.forward_and_backward(batch)
            self.record_data(step, batch, trace)
            self.record_passes(step, trace)
            self.record_gradients(step, "", trace)
            updates = step % self.accumulate == 0
            if updates:
                self.update(step, trace)
            self.record_state(step, trace, optimizer=updates)
            if updates:
                self.record_weights(step, trace)

    def forward_and_backward(self, batch):
        values = self.network.forward(batch)
        values = [loss.value(values, self.parameters) for loss in self.losses]
        self.total = sum(values[1:], values[0])
        self.total.backward()

    def update(self, step, trace):
        for clip in self.clipping:
            clip()
        if self.clipping:
            self.record_gradients(step, ".clipped", trace)
        if self.optimizer:
            self.optimizer.step()
        if self.scheduler:
            self.scheduler.step()
        for _, _, parameter in self.parameters:
            parameter.grad = None

    def record_data(self, step, batch, trace):
        if step == 1 or self.batches.vary:
            for key, array in batch.items():
                trace.put(f"{step}/data/{key}", array)
        for node in self.network.nodes:
            if getattr(node.module, "random", None) and node.module.mask is not None:
                trace.put(f"{step}/data/{node.name}/mask", node.module.mask)

    def record_passes(self, step, trace):
        for node in self.network.nodes:
            for name, array in node.left.items():
                trace.put(f"{step}/forward/{node.name}/{name}", array)
        if len(self.losses) > 1:
            for loss in self.losses:
                trace.put(f"{step}/loss/{loss.name}/value", loss.own)  # as the loss itself computes it, unscaled
        trace.put(f"{step}/loss/loss/value", self.total)
        for loss in reversed(self.losses):
            for name, array in gradients(loss.entered).items():
                trace.put(f"{step}/backward/{loss.name}/{name}", array)
        for node in reversed(self.network.nodes):
            for name, array in node.dx().items():
                trace.put(f"{step}/backward/{node.name}/{name}", array)

    def record_gradients(self, step, suffix, trace):
        for layer, name, parameter in self.parameters:
            if parameter.grad is not None:
                trace.put(f"{step}/gradient/{layer}/{name}{suffix}", parameter.grad)

    def record_state(self, step, trace, optimizer=True):
        for layer, name, buffer in self.network.buffers():
            trace.put(f"{step}/state/{layer}/{name}", buffer)
        if optimizer and self.optimizer:
            for layer, name, parameter in self.parameters:
                for key, value in self.optimizer.state[parameter].items():
                    if torch.is_tensor(value):
                        trace.put(f"{step}/state/{layer}/{name}.{key}", value)

    def record_weights(self, step, trace):
        for layer, name, parameter in self.parameters:
            trace.put(f"{step}/update/{layer}/{name}", parameter)


def losses(spec, prediction, sources, dtype):
    """One loss is called loss; several have names, their type in lower case if not given, and loss is their sum."""
    if not isinstance(spec, list):
        return [Loss(spec, "loss", prediction, sources, dtype)]
    names = [s.get("name", s["type"].lower()) for s in spec]
    if len(set(names)) < len(names):
        raise SpecError(f"two losses have one name among {', '.join(names)}; give each a name")
    return [Loss(s, name, prediction, sources, dtype) for s, name in zip(spec, names)]
