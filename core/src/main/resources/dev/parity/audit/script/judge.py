# How the candidate's array c is held against what is expected, e, with the deviation s of its rounding; u is the unit roundoff.
# Methods of every program of the audit. A dtype of 7 is float64, of 6 float32.

# Elements of an array, by their places in it; a number that stands for all of them, or all of them in order, as it is.
def some(self, t: Tensor, at: Tensor) -> Tensor:
  t = t.reshape(-1)
  if t.numel() <= 1 or t.numel() == at.numel():
    return t
  return torch.index_select(t, 0, at)

# The same of each of several arrays.
def each(self, a: List[Tensor], at: Tensor) -> List[Tensor]:
  out: List[Tensor] = []
  for t in a:
    out.append(t if t.dim() == 0 else self.some(t, at))
  return out

# The row of figures of an array in which nothing is off.
def clean(self) -> Tensor:
  return torch.tensor([0., 0., 0., 0.], dtype=7)

# The row of an array that could not be judged.
def vacuous(self, e: Tensor) -> Tensor:
  return torch.tensor([0., 0., 0., float(e.numel())], dtype=7)

# A row of figures, of elements of an array of n: how many fail; the furthest, in deviations; what would have been rounding there; how many could not be judged.
# No deviation is below half a unit in the last place of the result. Where it is infinite rounding can do anything, and nothing fails.
# Below the floor nothing is judged: there processors flush to zero. A number that leaves float32's range on the way from float64 is as
# good infinite, and so is one up to 64 n times smaller, which may have been a sum of n terms before it was their mean.
# Nearly everything passes, which the furthest element tells by itself: the first return.
def judge(self, c: Tensor, e: Tensor, s: Tensor, u: float, n: int) -> Tensor:
  c = c.double().reshape(-1)
  e = e.double().reshape(-1)
  size = torch.abs(e)
  s = torch.maximum(s.double().reshape(-1), 0.5 * u * size)
  s = torch.where(torch.isnan(s), torch.full_like(s, inf), s)
  limit = ${deviations} * s
  d = torch.abs(c - e)
  noise = d / s
  w = int(torch.argmax(noise))
  if float(d[w]) <= float(limit[w]) and float(d[w]) > self.floor(u) and float(torch.amax(s)) < inf:
    return torch.tensor([0., float(noise[w]), float(limit[w]), 0.], dtype=7)
  good = (d <= limit) | (d <= self.floor(u)) | (c == e) | (torch.isnan(c) & torch.isnan(e))
  if u > 1e-10:
    good = good | ((size * (64. * float(n)) > 3.4028234e+38) & (torch.abs(c) > 3.4e+38) & (torch.sign(c) == torch.sign(e)))
  blind = torch.isinf(s)
  good = good | blind
  noise = torch.where(good & ((d <= self.floor(u)) | (s == 0.) | blind), torch.zeros_like(d), d / s)
  noise = torch.where(torch.isnan(noise), torch.where(good, torch.zeros_like(noise), torch.full_like(noise, inf)), noise)
  w = int(torch.argmax(noise))
  return torch.tensor([float(torch.sum(~good)), float(noise[w]), float(limit[w]), float(torch.sum(blind))], dtype=7)

# Whether operands are finite, and their squares; else nothing that fails is put to the test.
def sound(self, b: List[Tensor], u: float) -> bool:
  most = 1e+18 if u > 1e-10 else 1e+150
  for t in b:
    if t.is_floating_point() and not bool(torch.all(torch.abs(t) <= most)):
      return False
  return True

# The same of what the operation made before: where exp x leaves the type's range, 0 exp x is NaN.
def representable(self, e: List[Tensor], u: float) -> bool:
  most = 3.4028234e+38 if u > 1e-10 else 1.7976931348623157e+308
  for t in e:
    if not bool(torch.all(torch.abs(t) <= most)):
      return False
  return True

# The deviations of a sum: each of its parts may round as the sum does.
def summed(self, a: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
  return [u * self.root([torch.zeros_like(e[0])] + a)]

# Deviations s, of which those of buffers, first to end, have those in before too: another use of the layer has moved them.
def moved(self, s: List[Tensor], before: List[Tensor], first: int, end: int) -> List[Tensor]:
  for i in range(first, end):
    s[i] = self.root([s[i], before[i]])
  return s

# The root of the sum of the squares over a list, elementwise; without squares, which vanish below 1e-162.
def root(self, a: List[Tensor]) -> Tensor:
  v = torch.abs(a[0]).double()
  for t in a[1:]:
    v = torch.hypot(v, t.double())
  return v

# Of gradients clipped by their norm of type p; the formula stands at ClipOperation.
def clipped(self, a: List[Tensor], e: List[Tensor], u: float, p: float, exact: bool) -> List[Tensor]:
  sums = 0.
  if p < inf:
    n = 0.
    big = 0.
    for t in a:
      if t.numel() > 0:
        n = n + float(t.numel())
        big = max(big, float(torch.max(torch.abs(t))))
    if big > 0.:
      sum = 0.
      squares = 0.
      for t in a:
        terms = torch.pow(torch.abs(t) / big, p)
        sum = sum + float(torch.sum(terms))
        squares = squares + float(torch.sum(terms * terms))
      sums = (n / 2. + 2.) * (1. + squares / (sum * sum)) / (p * p)
      if not exact:
        log = float(torch.log(torch.full([], big, dtype=7))) + float(torch.log(torch.full([], sum, dtype=7))) / p
        sums = sums + log * log
  return [torch.abs(t) * (0.5 * u * (sums + 6.) ** 0.5) for t in e]

# Arrays in float64; whole numbers as they are.
def wide(self, a: List[Tensor]) -> List[Tensor]:
  out: List[Tensor] = []
  for t in a:
    if t.is_floating_point():
      out.append(t.double())
    else:
      out.append(t)
  return out

# The deviations of what some runs with noise were off, v the root of the sum of its squares: no less than what a tenth of the mean square of
# its row makes (all dimensions but the first), since a few runs may all be small; and rounding s of its own.
def scatter(self, v: Tensor, s: Tensor, draws: float) -> Tensor:
  if v.numel() == 0:
    return v
  v = v / draws ** 0.5
  finite = torch.where(torch.isfinite(v), v, torch.zeros_like(v))
  big = float(torch.amax(finite))
  if big > 0.:
    rows = (finite / big).reshape([v.size(0), -1] if v.dim() > 1 and v.size(0) < v.numel() else [1, -1])
    rows = torch.sqrt(0.1 * torch.mean(rows * rows, [1], True)).expand(rows.size())
    v = torch.maximum(v, big * rows.reshape(v.size()))
  return torch.where(torch.isfinite(v), torch.hypot(v, s.double()), torch.full_like(v, inf))
