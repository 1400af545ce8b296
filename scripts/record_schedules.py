#!/usr/bin/env python3
"""Fills in what real PyTorch makes of each schedule in a table: lr and momentum of every update, to the last bit.

    scripts/record_schedules.py core/src/test/resources/examples/schedules.jsonl
"""

import json
import sys
import warnings
from pathlib import Path

import torch

from recorder.training import OPTIMIZERS, scheduler


def record(line):
    options = dict(line["optimizer"])
    optimizer = OPTIMIZERS[options.pop("type")]([torch.nn.Parameter(torch.zeros(1))], **options)
    schedule = scheduler(optimizer, line["scheduler"])
    group = optimizer.param_groups[0]
    line["lr"], line["momentum"] = [], []
    for _ in range(line["updates"]):
        line["lr"].append(float(group["lr"]))
        line["momentum"].append(group["betas"][0] if "betas" in group else group.get("momentum", 0.0))
        optimizer.step()
        schedule.step()
    return line


def main():
    warnings.simplefilter("ignore")
    table = Path(sys.argv[1])
    lines = [json.loads(line) for line in table.read_text().splitlines()]
    table.write_text("".join(json.dumps(record(line)) + "\n" for line in lines))


if __name__ == "__main__":
    main()
