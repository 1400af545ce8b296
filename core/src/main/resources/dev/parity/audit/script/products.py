# Of sums of products: the squares of their terms, the deviations of some elements by these, and of all.

# The squares and numbers of the terms of each array, then the unit of dL/dy in which they are, then the products' coefficient.
def q${number}(self, a: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
  ${given}
  big = 0.
  for t in a[len(a) - ${outputs}:]:
    if t.numel() > 0:
      big = max(big, float(torch.max(torch.abs(t))))
  unit = 1.
  if big > 0. and big < inf:
    unit = 2. ** float(torch.floor(torch.log2(torch.full([], big, dtype=7))))
  head = [self.square(t) for t in a[:len(a) - ${outputs}]]
  square = self.e${number}(head + [self.square(t / unit) for t in a[len(a) - ${outputs}:]])
  ${count}
  k = abs(float(${coefficient}))
  return square + n + [torch.full([], unit, dtype=7), torch.full([], k, dtype=7)]

# Deviations of elements of the i-th array.
def p${number}(self, i: int, at: Tensor, q: List[Tensor], a: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
  m = len(e)
  unit = float(q[2 * m]) if i >= ${gradients} else 1.
  k = float(q[2 * m + 1])
  t = torch.abs(self.some(q[i], at)) * k
  n = self.some(q[m + i], at)
  made = self.some(e[i], at)
  bad = ~((t > 1e-30) & (t < 1e36))
  s2 = t.double()
  C = torch.square(made / unit)
  out = u * 0.5 * unit * torch.sqrt(s2 + n * 0.5 * (s2 + C) + C)
  if bool(torch.any(bad)):
    size = self.e${number}([self.size(t) for t in a])
    out = torch.where(bad, u * 0.5 * torch.abs(self.some(size[i], at)) * torch.sqrt(n + 2.), out)
  return [out]

def s${number}(self, a: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
  ${given}
  q = self.q${number}(a, e, u)
  out: List[Tensor] = []
  for i in range(len(e)):
    all = torch.arange(e[i].numel())
    out.append(self.p${number}(i, all, q, a, e, u)[0].reshape(e[i].size()))
  return out
