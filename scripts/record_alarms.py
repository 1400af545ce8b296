#!/usr/bin/env python3
"""Records again, by real PyTorch, the traces that `scripts/score alarms` and the tests hold the audit to: it must find nothing in them.

    scripts/record_alarms.py [FOLDER]        of each spec in core/src/test/resources/python the trace of the same name
"""

import json
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import torch

import record_torch
from recorder.trace import TraceFile

FOLDER = Path(__file__).resolve().parent.parent / "core/src/test/resources/python"

# What is kept: enough for all that is judged to be judged, and a few kB each. What is left out is judged together.
KEPT = ("*/loss/loss/value", "*/gradient/*", "*/update/*", "*/backward/bn0/dx")

# What is judged together with an overflow, if nothing else is kept; and states, of which PyTorch holds some in float32.
OTHERS = {
    "overflow_inside": ("*/loss/loss/value", "*/update/*"),
    "nadam_float32": ("*/loss/loss/value", "*/gradient/*", "*/state/*", "*/update/*"),
}

# As torch.optim behaves in a program that makes its arrays float64 one by one.
DEFAULT_FLOAT32 = ("nadam_float32",)


class Kept(TraceFile):
    def put(self, site, tensor):
        if any(fnmatchcase(site, pattern) for pattern in OTHERS.get(self.path.stem, KEPT)):
            self.write(site, tensor.detach().numpy())


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for path in sorted(folder.glob("*.json")):
        spec = json.loads(path.read_text())
        torch.set_num_threads(1)
        training = record_torch.prepare(spec, folder, spec["steps"], spec["dtype"], spec["dtype"])
        if path.stem in DEFAULT_FLOAT32:
            torch.set_default_dtype(torch.float32)
        with Kept(path.with_suffix(".npz"), {"torch": torch.__version__, "dtype": spec["dtype"]}) as trace:
            training.run(spec["steps"], trace)


if __name__ == "__main__":
    main()
