#!/usr/bin/env python3
"""Trains the network of a parity spec with real PyTorch and records every array of every step.

The trace is an .npz whose keys are sites, step/phase/layer/array. The build does not need this script: it is how
the numbers that the tests are held to were made, and how one makes them again.

    scripts/record_torch.py SPEC -o TRACE.npz [--steps N] [--dtype float32|float64] [--only PATTERN]
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import torch

from recorder.batches import Batches
from recorder.draw import GENERATORS, Sources
from recorder.network import Network
from recorder.spec import DTYPES, SpecError
from recorder.trace import TraceFile
from recorder.training import Training


def main():
    options = arguments()
    try:
        record(options.spec, options.output, options.steps, options.dtype, options.only)
    except (SpecError, OSError) as mistake:
        print(f"{options.spec}: {mistake}", file=sys.stderr)
        return 2
    return 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("spec", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the .npz to write")
    parser.add_argument("--steps", type=int, help="train so many steps instead of the spec's")
    parser.add_argument("--dtype", choices=DTYPES, help="compute in this type; what was drawn is cast")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="record matching sites only, such as '*/loss/*'")
    return parser.parse_args()


def record(path, output, steps, dtype, only):
    text = path.read_bytes()
    spec = json.loads(text)
    drawn = spec.get("dtype", "float32")
    computed = dtype or drawn
    steps = steps or spec.get("steps", 1)
    header = {
        "torch": torch.__version__,
        "numpy": np.__version__,
        "spec": hashlib.sha256(text).hexdigest(),
        "dtype": computed,
        "steps": steps,
    }
    torch.set_num_threads(1)
    training = prepare(spec, path.parent, steps, drawn, computed)
    with TraceFile(output, header, only) as trace:
        training.run(steps, trace)


def prepare(spec, folder, steps, drawn, computed):
    """Spends the randomness in the order of the contract: tensors, layers, shuffles; masks follow in the steps."""
    torch.set_default_dtype(DTYPES[drawn])
    seed = spec.get("seed", 0)
    torch.manual_seed(seed)
    random = GENERATORS[spec.get("generator", "torch")](seed, DTYPES[drawn])
    sources = Sources(random, folder)
    for name, source in spec.get("tensors", {}).items():
        sources.define(name, source)
    batches = Batches(spec["data"], sources)
    network = Network(spec["layers"], sources, DTYPES[computed])
    batches.shuffle(steps, random)
    torch.set_default_dtype(DTYPES[computed])
    return Training(spec, network, batches, sources, DTYPES[computed])


if __name__ == "__main__":
    sys.exit(main())
