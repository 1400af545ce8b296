def floor(self, u: float) -> float:
  return ${floor32} if u > 1e-12 else ${floor64}
def least(self, u: float) -> float:
  return 1.2e-38 if u > 1e-12 else 2.3e-308
def drawn(self, u: float) -> float:
  return max(u, 9.313225746154785e-10)
def shaken(self, a: List[Tensor]) -> List[Tensor]:
  out: List[Tensor] = []
  for t in a:
    out.append(t * (1. + self.noise(t, ${nearby})) if t.is_floating_point() else t)
  return out
def noise(self, t: Tensor, size: float) -> Tensor:
  return torch.randn_like(t, dtype=6).to(t.dtype) * size
def r(self, t: Tensor, u: float) -> Tensor:
  return t * (1. + self.noise(t, u)) + self.noise(t, u) * (t - t.detach())
def a(self, t: Tensor, m: Tensor, u: float) -> Tensor:
  return self.r(t, u) + self.noise(t, u) * m.detach()
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
def copies(self, t: Tensor) -> Tensor:
  return t.detach().unsqueeze(0).expand([${draws}] + t.size()).clone().requires_grad_(True)
def factor(self, t: Tensor, u: float) -> Tensor:
  return t * (1. + self.noise(t, u * (0.5 * float(t.size(-1)) + 1.) ** 0.5))
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
def plus(self, t: Tensor, b: Tensor, k: int, steps: int, u: float) -> Tensor:
  n = float(steps * t.numel()) / max(b.numel(), 1)
  f = 0.5 * u * (0.5 * n + 1.) ** 0.5
  b = b + self.noise(b, f) * (b - b.detach())
  y = self.a(t + b, (torch.abs(t) + torch.abs(b)) * (float(k) / 8. + 1.) ** 0.5, u)
  if n > 6.:
    y = y + self.noise(t, f) * (b - b.detach())
  return y
def squash(self, y: Tensor, z: Tensor, u: float) -> Tensor:
  return y + self.noise(y, u) + self.noise(y, u) * (z - z.detach())
def pooled(self, squares: List[Tensor], u: float) -> List[Tensor]:
  out: List[Tensor] = []
  for v in squares:
    if v.numel() > 0 and v.dim() > 0:
      v = torch.maximum(v, torch.mean(v, [-1], True) * 0.1)
    out.append(u / self.drawn(u) * torch.sqrt(v) + u * 1e-150)
  return out
