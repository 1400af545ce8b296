#!/usr/bin/env python3
"""Records many small specs, one a line of standard input, into one .npz whose keys are LINE/SITE.

Started by scripts/record_examples, which knows where the specs come from.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

from record_torch import prepare
from recorder.trace import TraceFile


class Line:
    """The sites of one spec, under the number of its line: all of step 1, and what later steps come to."""

    def __init__(self, trace, number):
        self.trace = trace
        self.number = number

    def put(self, site, tensor):
        step, phase = site.split("/")[:2]
        if phase == "data" or int(step) > 1 and phase not in ("loss", "state", "update"):
            return
        self.trace.put(f"{self.number}/{site}", tensor)


def main():
    torch.set_num_threads(1)
    output = Path(sys.argv[1])
    specs = [json.loads(line) for line in sys.stdin]
    header = {"torch": torch.__version__, "numpy": np.__version__, "examples": len(specs)}
    with TraceFile(output, header) as trace:
        for number, spec in enumerate(specs, start=1):
            training = prepare(spec, Path("."), spec["steps"], spec["dtype"], spec["dtype"])
            training.run(spec["steps"], Line(trace, number))
    print(f"{output}: {len(specs)} examples, {output.stat().st_size} bytes")


if __name__ == "__main__":
    sys.exit(main())
