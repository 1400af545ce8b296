"""The program of fixtures/softmax-squared-error, as the question had it: the same training in NumPy by hand and in PyTorch."""

import sys

import numpy
import torch

steps = int(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))

numpy.random.seed(99)
x, y = numpy.random.randn(16, 100), numpy.random.randn(16, 2)
w1, w2 = numpy.random.randn(100, 10), numpy.random.randn(10, 2)
tx, ty = torch.from_numpy(x), torch.from_numpy(y)
tw1, tw2 = torch.tensor(w1, requires_grad=True), torch.tensor(w2, requires_grad=True)

for step in range(steps):
    h = x @ w1
    a = numpy.maximum(h, 0)
    z = a @ w2
    e = numpy.exp(z - z.max(axis=0))
    p = e / e.sum(axis=0)
    loss = numpy.square(p - y).sum()
    g = 2 * (p - y)
    dz = p * (g - (g * p).sum(axis=0))
    dw2 = a.T @ dz
    dh = (dz @ w2.T) * (h > 0)
    w1 -= 1e-4 * (x.T @ dh)
    w2 -= 1e-4 * dw2
    if step % 50 == 0:
        print(f"numpy {step} {loss:.10f}")

for step in range(steps):
    p = torch.softmax(torch.relu(tx @ tw1) @ tw2, dim=0)
    loss = (p - ty).pow(2).sum()
    loss.backward()
    with torch.no_grad():
        tw1 -= 1e-4 * tw1.grad
        tw2 -= 1e-4 * tw2.grad
        tw1.grad.zero_()
        tw2.grad.zero_()
    if step % 50 == 0:
        print(f"torch {step} {loss.item():.10f}")
