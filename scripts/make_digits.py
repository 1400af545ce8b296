#!/usr/bin/env python3
"""Draws a small set of handwritten-looking digits, 28 x 28, in the files that MNIST comes in.

Each digit is a few strokes in the unit square, moved, turned, slanted and stretched at random, and inked with a round
pen whose edge is one pixel soft. The same seed makes the same bytes.

    scripts/make_digits.py FOLDER [--images N] [--seed N]
"""

import argparse
import gzip
import struct
from pathlib import Path

import numpy as np

SIZE = 28
INK = 21  # pixels from the top of a digit to its foot
PIXELS = np.stack(np.meshgrid(np.arange(SIZE), np.arange(SIZE)), -1).reshape(-1, 1, 2)


def line(*points):
    return np.array(points, float)


def arc(x, y, rx, ry, start, end):
    """Part of an ellipse around (x, y), in turns: 0 points right, 0.25 down, since y grows downward."""
    turns = 2 * np.pi * np.linspace(start, end, 24)
    return np.stack([x + rx * np.cos(turns), y + ry * np.sin(turns)], -1)


STROKES = {
    0: [arc(0.5, 0.5, 0.3, 0.5, 0, 1)],
    1: [line((0.35, 0.18), (0.55, 0), (0.55, 1))],
    2: [arc(0.5, 0.28, 0.3, 0.28, 0.5, 1.1), line((0.74, 0.45), (0.2, 1), (0.82, 1))],
    3: [arc(0.48, 0.26, 0.28, 0.26, 0.55, 1.25), arc(0.48, 0.75, 0.32, 0.25, 0.75, 1.45)],
    4: [line((0.62, 1), (0.62, 0), (0.15, 0.66), (0.85, 0.66))],
    5: [line((0.78, 0), (0.28, 0), (0.25, 0.45)), arc(0.47, 0.7, 0.31, 0.3, 0.63, 1.42)],
    6: [line((0.66, 0), (0.3, 0.45), (0.21, 0.7)), arc(0.5, 0.72, 0.29, 0.28, 0.5, 1.5)],
    7: [line((0.18, 0), (0.82, 0), (0.4, 1))],
    8: [arc(0.5, 0.25, 0.24, 0.25, 0.25, 1.25), arc(0.5, 0.75, 0.3, 0.25, 0.75, 1.75)],
    9: [arc(0.5, 0.28, 0.28, 0.28, 0, 1), line((0.78, 0.28), (0.72, 0.62), (0.55, 1))],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--images", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = np.random.RandomState(options.seed)
    labels = random.permutation(np.arange(options.images) % 10).astype(np.uint8)
    images = np.stack([draw(label, random) for label in labels])
    write(options.folder / "digits-images-idx3-ubyte.gz", images)
    write(options.folder / "digits-labels-idx1-ubyte.gz", labels)


def draw(digit, random):
    """One image, uint8: 255 is ink, 0 is paper."""
    move = jitter(random)
    radius = random.uniform(0.9, 1.6)
    paths = [move(stroke) for stroke in STROKES[digit]]
    distance = np.min([to_path(path) for path in paths], axis=0)
    return np.round(255 * np.clip(radius + 0.5 - distance, 0, 1)).astype(np.uint8).reshape(SIZE, SIZE)


def jitter(random):
    """From the unit square to pixels: stretched, slanted, turned and shifted a little."""
    width, height = INK * random.uniform(0.85, 1.05, 2)
    slant, turn = random.uniform(-0.2, 0.2, 2)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = turned @ np.array([[width, -slant * height], [0, height]])
    middle = (SIZE - 1) / 2 + random.uniform(-1.5, 1.5, 2)
    return lambda points: (points - 0.5) @ matrix.T + middle


def to_path(path):
    """The distance of each pixel to the nearest segment of a path."""
    start, along = path[:-1], np.diff(path, axis=0)
    to_start = PIXELS - start
    share = np.clip((to_start * along).sum(-1) / (along**2).sum(-1), 0, 1)
    return np.linalg.norm(to_start - share[..., None] * along, axis=-1).min(axis=1)


def write(path, array):
    """IDX: two zero bytes, 8 for unsigned bytes, the rank, the sizes, the elements."""
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    path.write_bytes(gzip.compress(header + array.tobytes(), 9, mtime=0))


if __name__ == "__main__":
    main()
