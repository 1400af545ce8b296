# How rounding is drawn, where no rule gives its deviation. Noise is drawn in float32, which is several times as fast.
# u is the unit roundoff of the coarsest array concerned.

# What an element may be off by whatever it should be.
def floor(self, u: float) -> float:
  return ${floor32} if u > 1e-12 else ${floor64}

# The smallest normal number of the type.
def least(self, u: float) -> float:
  return 1.2e-38 if u > 1e-12 else 2.3e-308

# The noise that is drawn for u: below 2^-30 it would drown in the rounding of the draw itself, so it is drawn larger and scaled back.
def drawn(self, u: float) -> float:
  return max(u, 9.313225746154785e-10)

# Operands at a point nearby.
def shaken(self, a: List[Tensor]) -> List[Tensor]:
  out: List[Tensor] = []
  for t in a:
    out.append(t * (1. + self.noise(t, ${nearby})) if t.is_floating_point() else t)
  return out

# Normal noise of a size, for each element of t.
def noise(self, t: Tensor, size: float) -> Tensor:
  return torch.empty_like(t, dtype=6).normal_(generator=self.random()).to(t.dtype) * size

# Begins the program's own generator anew: libtorch's is shared by all that runs in the process.
def reseed(self, seed: int) -> int:
  g = self.random().manual_seed(seed)
  return seed

# Normal draws in the shape and type of t, from that generator.
def normal(self, t: Tensor) -> Tensor:
  return torch.empty_like(t).normal_(generator=self.random())

# t with the noise of a rounding; its gradient is rounded too.
def r(self, t: Tensor, u: float) -> Tensor:
  return t * (1. + self.noise(t, u)) + self.noise(t, u) * (t - t.detach())

# The same, where a right formula works with numbers of the size m.
def a(self, t: Tensor, m: Tensor, u: float) -> Tensor:
  return self.r(t, u) + self.noise(t, u) * m.detach()

# The squares, in float32; whole numbers as they are. Likewise ones, and sizes.
def square(self, t: Tensor) -> Tensor:
  if t.is_floating_point():
    t = t.float()
    return t * t
  return t

def one(self, t: Tensor) -> Tensor:
  if t.is_floating_point():
    return torch.ones_like(t, dtype=6)
  return t

def size(self, t: Tensor) -> Tensor:
  if t.is_floating_point():
    return torch.abs(t)
  return t

# An array several times over, one copy for each draw.
def copies(self, t: Tensor) -> Tensor:
  return t.detach().unsqueeze(0).expand([${draws}] + t.size()).clone().requires_grad_(True)

# A factor of a product of sums: its gradient is a sum of as many terms as t has columns.
def factor(self, t: Tensor, u: float) -> Tensor:
  return t * (1. + self.noise(t, u * (0.5 * float(t.size(-1)) + 1.) ** 0.5))

# x times w transposed, with the rounding of its sums and of those of its gradients, of which that of w goes over so many steps.
def mm(self, x: Tensor, w: Tensor, steps: int, u: float) -> Tensor:
  k = float(x.size(-1))
  n = float(steps * w.size(-2)) * x.numel() / max(w.numel(), 1)
  f = 0.5 * u * (0.5 * n + 1.) ** 0.5
  long = n > 8. * k
  if long:
    w = w + self.noise(w, f) * (w - w.detach())
  t = w.transpose(-1, -2)
  y = torch.matmul(self.factor(x, u), t)
  y = y * (1. + self.noise(y, u * (k / 3. + 1.) ** 0.5)) + self.noise(y, u) * (y - y.detach())
  if long:
    z = torch.matmul(x.detach(), t)
    y = y + self.noise(y, f) * (z - z.detach())
  return y

# t + b, a bias that may come first in a sum of k products.
def plus(self, t: Tensor, b: Tensor, k: int, steps: int, u: float) -> Tensor:
  n = float(steps * t.numel()) / max(b.numel(), 1)
  f = 0.5 * u * (0.5 * n + 1.) ** 0.5
  b = b + self.noise(b, f) * (b - b.detach())
  y = self.a(t + b, (torch.abs(t) + torch.abs(b)) * (float(k) / 8. + 1.) ** 0.5, u)
  if n > 6.:
    y = y + self.noise(t, f) * (b - b.detach())
  return y

# y = f(z), a sigmoid or tanh, and its slope, rounded at the size 1.
def squash(self, y: Tensor, z: Tensor, u: float) -> Tensor:
  return y + self.noise(y, u) + self.noise(y, u) * (z - z.detach())

# Deviations from mean squares. A few draws may all be small, so an element has at least the deviation of a tenth of the mean square in its
# row. Squares vanish below 1e-150.
def pooled(self, squares: List[Tensor], u: float) -> List[Tensor]:
  out: List[Tensor] = []
  for v in squares:
    if v.numel() > 0 and v.dim() > 0:
      v = torch.maximum(v, torch.mean(v, [-1], True) * 0.1)
    out.append(u / self.drawn(u) * torch.sqrt(v) + u * 1e-150)
  return out
