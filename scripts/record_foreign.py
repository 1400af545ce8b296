#!/usr/bin/env python3
"""Runs the programs of fixtures/foreign and fixtures/cases and keeps their traces. Started by scripts/record_foreign.

A program is given two paths: a start, as `scripts/parity record SPEC --start` writes it, and where to write its trace. Its
variants stand in it as comments, under the line that they change:

    dz = p - onehot
    #~ NAME: dz = onehot - p        in the variant NAME, this stands in place of the line above
    #~+ NAME: before = W.copy()     in the variant NAME, this is added
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

FIXTURES = Path("fixtures")
FOREIGN = FIXTURES / "foreign"

# The spec of each program, where it is not the .json of the same name, and the steps that are recorded of it.
SPECS = {
    "classifier_lists": (FOREIGN / "classifier.json", None),
    "softmax": (FIXTURES / "softmax-squared-error/right.json", 1),
    "neuron": (FIXTURES / "one-neuron/right.json", None),
}

# Variants that begin in another type than their spec's, or for other steps. One that no line of the program names is the program
# as it stands.
STARTS = {("classifier", "single"): ("float32", None), ("classifier", "steady-bias"): ("float32", 4)}

# Mistakes that a first step cannot show. Of the others the first step alone is kept, so that a checkout stays small.
LATER = {"last-batch", "stale-weights", "views", "forgotten", "lr-inside", "single", "steady-bias", "updated-before-used"}

VARIANT = re.compile(r"( *)#~(\+?) ([a-z0-9-]+): (.*)")


def main():
    with tempfile.TemporaryDirectory() as folder:
        starts = Starts(Path(folder))
        for program in sorted(FOREIGN.glob("*.py")):
            foreign(program, starts)
        for case in sorted((FIXTURES / "cases").iterdir()):
            if case.is_dir():
                recorded(case, starts)


def foreign(program, starts):
    name = program.stem
    spec, steps = SPECS.get(name, (program.with_suffix(".json"), None))
    text = program.read_text()
    for variant in ["", *variants(text), *(v for p, v in STARTS if p == name and v not in variants(text))]:
        dtype, longer = STARTS.get((name, variant), (None, None))
        start = starts.of(spec, longer or steps, dtype)
        kept = "" if not variant or variant in LATER else "1/"
        run(changed(text, variant), start, FOREIGN / "traces" / f"{name}{variant and '.'}{variant}.npz", kept)
    if spec.stem == name:
        torch(spec, FOREIGN / "traces" / f"{name}.torch.npz")


def recorded(case, starts):
    spec = case / "right.json"
    start = starts.of(spec, None, None)
    text = (case / "program.py").read_text()
    run(text, start, case / "right.npz")
    for variant in variants(text):
        run(changed(text, variant), start, case / f"{variant}.npz")
    if (case / "reference.py").exists():
        run((case / "reference.py").read_text(), start, case / "reference.npz")
    torch(spec, case / "torch.npz")


class Starts:
    """What parity draws for a spec, recorded once."""

    def __init__(self, folder):
        self.folder = folder
        self.made = {}

    def of(self, spec, steps, dtype):
        key = (spec, steps, dtype)
        if key not in self.made:
            self.made[key] = self.folder / f"{len(self.made)}.npz"
            options = [*(["--steps", str(steps)] if steps else []), *(["--dtype", dtype] if dtype else [])]
            call("scripts/parity", "record", spec, "--start", "-o", self.made[key], *options)
        return self.made[key]


def variants(text):
    """The names of the variants, in the order in which the program first names them."""
    return list(dict.fromkeys(match[3] for match in map(VARIANT.fullmatch, text.splitlines()) if match))


def changed(text, variant):
    """The program with the lines of a variant in it."""
    lines = []
    for line in text.splitlines():
        match = VARIANT.fullmatch(line)
        if not match:
            lines.append(line)
        elif match[3] == variant:
            above = next(i for i in reversed(range(len(lines))) if not lines[i].lstrip().startswith("#"))
            if match[2]:
                lines.append(match[1] + match[4])
            else:
                lines[above] = re.match(" *", lines[above])[0] + match[4]
    return "\n".join(lines) + "\n"


def run(text, start, output, kept=""):
    """Runs a program and keeps its trace, packed, and without a date, so that the same run makes the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        program, trace = Path(folder) / "program.py", Path(folder) / "trace.npz"
        program.write_text(text)
        call(sys.executable, "-W", "ignore::UserWarning", program, start, trace)
        output.parent.mkdir(exist_ok=True)
        with np.load(trace) as arrays:
            np.savez_compressed(output, **{site: a for site, a in arrays.items() if site.startswith(kept)})
    print(f"{output}: {output.stat().st_size} bytes")


def torch(spec, output):
    call(sys.executable, "scripts/record_torch.py", spec, "-o", output)
    print(f"{output}: {output.stat().st_size} bytes")


def call(*command):
    subprocess.run([str(word) for word in command], check=True)


if __name__ == "__main__":
    sys.exit(main())
