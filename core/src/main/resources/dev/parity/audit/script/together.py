def scattered(self, v: List[Tensor], n: List[Tensor], e: List[Tensor], z: float) -> List[Tensor]:
  out: List[Tensor] = []
  for i in range(len(n)):
    d = torch.abs((n[i] - e[i]) / z)
    if len(v) > 0:
      d = torch.hypot(d, v[i])
    out.append(d)
  return out
def farthest(self, f: List[Tensor], n: List[Tensor], e: List[Tensor], lost: bool) -> List[Tensor]:
  out: List[Tensor] = []
  for i in range(len(n)):
    d = torch.abs(n[i].double() - e[i])
    d = torch.where(torch.isfinite(d), d, torch.full_like(d, inf if lost else 0.))
    d = torch.where((n[i] == e[i]) | ~torch.isfinite(e[i]), torch.zeros_like(d), d)
    out.append(d if len(f) == 0 else torch.maximum(d, f[i]))
  return out
def larger(self, a: List[Tensor], b: List[Tensor]) -> List[Tensor]:
  return [torch.where(torch.isfinite(b[i]), torch.maximum(a[i], b[i]), a[i]) for i in range(len(a))]
def noised(self, v: Tensor, s: Tensor, n: Tensor, z: float) -> Tensor:
  if abs(z) == inf:
    return torch.where(torch.abs(v) <= 3. * s, torch.zeros_like(v), v)
  s = torch.where(torch.isfinite(s), s, (torch.abs(v).to(s.dtype) + 1.) / abs(z))
  return v + (z * s * n).to(v.dtype)
def carried(self, v: Tensor, s: Tensor, z: float) -> Tensor:
  if z == 0. or not v.is_floating_point():
    return v
  n = self.noised(v, s, torch.sign(torch.randn_like(s)), z)
  return torch.where(v >= 0., torch.clamp(n, min=0.), torch.clamp(n, max=0.))
def own(self, v: Tensor, S: List[List[Tensor]], k: int, i: int, z: float) -> Tensor:
  if z == 0. or not v.is_floating_point():
    return v
  s = S[k][i]
  n = torch.randn_like(s)
  if abs(z) < inf:
    n = torch.where(torch.abs(v) <= 3. * s, n + torch.randn([], dtype=s.dtype), n)
  return self.noised(v, s, n, z)
