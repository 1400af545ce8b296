# What passes at less cost than a deviation's: what runs in float32 are off, and what a quarter of the samples explains.

# Which of some elements c, at their places, are further off than a multiple of a size that is given by row, or by row and column.
def apart(self, at: Tensor, c: Tensor, e: Tensor, size: List[Tensor], limit: float) -> Tensor:
  d = torch.abs(c - self.some(e, at))
  n = e.size(-1)
  most = limit * torch.index_select(size[0].reshape(-1), 0, torch.floor_divide(at, n))
  if len(size) > 1:
    most = most * torch.index_select(size[1], 0, torch.remainder(at, n))
  return torch.nonzero(~(d <= most)).reshape(-1)

# Arrays in float32; whole numbers as they are.
def narrow(self, a: List[Tensor]) -> List[Tensor]:
  out: List[Tensor] = []
  for t in a:
    if t.is_floating_point():
      out.append(t.float())
    else:
      out.append(t)
  return out

# The root mean square of what the first r runs are off in the i-th of m arrays.
def mean(self, f: List[Tensor], m: int, i: int, r: int) -> Tensor:
  d = f[i]
  for j in range(1, r):
    d = torch.hypot(d, f[j * m + i])
  return d / float(r) ** 0.5

# Sizes by row and column of d, what float32 is off, as root mean squares, to the scale of u; 0 for a row in which float32 has lost its
# digits, such as one of 1e-40.
def sizes(self, d: Tensor, e: Tensor, u: float) -> List[Tensor]:
  if e.dim() == 0 or e.numel() == 0:
    return [e]
  d = torch.square(d * (u * 16777216.)).reshape([-1, e.size(-1)])
  row = torch.mean(d, [1])
  square = torch.mean(torch.square(e.reshape([-1, e.size(-1)])), [1])
  sound = (row <= (1e5 * u) ** 2. * square) & (square > 1e-60)
  row = torch.where(sound, row, torch.zeros_like(row))
  d = torch.where(sound.unsqueeze(1), d, torch.zeros_like(d))
  if e.dim() == 1:
    return [torch.sqrt(row)]
  column = torch.clamp(torch.mean(d, [0]) / torch.clamp(torch.mean(row), min=1e-300), min=1.)
  return [torch.sqrt(row), torch.sqrt(column)]

# Of the i-th of m arrays, for the steps that follow: its rows' sizes over u times the row's own, its columns' sizes, and of how many runs they are.
def ratios(self, f: List[Tensor], drawn: List[Tensor], m: int, i: int, e: Tensor, u: float) -> List[Tensor]:
  if len(f) == 0 or e.dim() == 0 or e.numel() == 0:
    return [torch.zeros([0], dtype=7), torch.zeros([0], dtype=7), torch.zeros([], dtype=7)]
  runs = len(f) // m
  d = self.mean(f, m, i, runs)
  if len(drawn) > 0:
    d = drawn[i] / (u * 16777216.)
    runs = ${draws}
  size = self.sizes(d, e, u)
  rms = torch.sqrt(torch.mean(torch.square(e.reshape([-1, e.size(-1)])), [1]))
  row = size[0] / torch.clamp(u * rms, min=1e-300)
  return [row, size[1] if len(size) > 1 else torch.ones_like(e), torch.full([], runs, dtype=7)]

# Whether operands hold samples, of x and of dL/dy.
def sampled(self, a: List[Tensor]) -> bool:
  dy = a[len(a) - 1]
  return a[0].dim() > 1 and dy.dim() > 1 and a[0].size(0) == dy.size(0) and dy.size(0) > 7

# Operands with a quarter of their samples.
def quarter(self, a: List[Tensor]) -> List[Tensor]:
  n = a[0].size(0) // 4
  return [a[0].narrow(0, 0, n)] + a[1:len(a) - 1] + [a[len(a) - 1].narrow(0, 0, n)]
