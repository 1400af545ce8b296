# How rounding adds up where operations are judged together. S holds deviations by operation.
# A program that walks through a step with z other than 0 is off by z deviations times normal draws wherever something was not recorded.

# Deviations v from some runs, with those of a run n, whose noise was z times as large as rounding.
def scattered(self, v: List[Tensor], n: List[Tensor], e: List[Tensor], z: float) -> List[Tensor]:
  out: List[Tensor] = []
  for i in range(len(n)):
    d = torch.abs((n[i] - e[i]) / z)
    if len(v) > 0:
      d = torch.hypot(d, v[i])
    out.append(d)
  return out

# The larger of f and |n - e|. Where a run has lost its number, that is infinite if lost, else it says nothing.
def farthest(self, f: List[Tensor], n: List[Tensor], e: List[Tensor], lost: bool) -> List[Tensor]:
  out: List[Tensor] = []
  for i in range(len(n)):
    d = torch.abs(n[i].double() - e[i])
    d = torch.where(torch.isfinite(d), d, torch.full_like(d, inf if lost else 0.))
    d = torch.where((n[i] == e[i]) | ~torch.isfinite(e[i]), torch.zeros_like(d), d)
    out.append(d if len(f) == 0 else torch.maximum(d, f[i]))
  return out

# The larger of two lists of deviations, without what says nothing in the second.
def larger(self, a: List[Tensor], b: List[Tensor]) -> List[Tensor]:
  return [torch.where(torch.isfinite(b[i]), torch.maximum(a[i], b[i]), a[i]) for i in range(len(a))]

# v, off by z deviations times n. Where z is infinite, 0 if that is within rounding.
def noised(self, v: Tensor, s: Tensor, n: Tensor, z: float) -> Tensor:
  if abs(z) == inf:
    return torch.where(torch.abs(v) <= 3. * s, torch.zeros_like(v), v)
  s = torch.where(torch.isfinite(s), s, (torch.abs(v).to(s.dtype) + 1.) / abs(z))
  return v + (z * s * n).to(v.dtype)

# What was carried here, off by a sign, which keeps each element's deviation from step to step; and to 0 at most.
def carried(self, v: Tensor, s: Tensor, z: float) -> Tensor:
  if z == 0. or not v.is_floating_point():
    return v
  n = self.noised(v, s, torch.sign(self.normal(s)), z)
  return torch.where(v >= 0., torch.clamp(n, min=0.), torch.clamp(n, max=0.))

# The i-th array of operation k, off by normal draws. What is nothing but rounding is off by one draw for all of it too: where a constant is
# normalised, all elements have the rounding of its mean, and that of a sum of them adds up.
def own(self, v: Tensor, S: List[List[Tensor]], k: int, i: int, z: float) -> Tensor:
  if z == 0. or not v.is_floating_point():
    return v
  s = S[k][i]
  n = self.normal(s)
  if abs(z) < inf:
    n = torch.where(torch.abs(v) <= 3. * s, n + torch.randn([], generator=self.random(), dtype=s.dtype), n)
  return self.noised(v, s, n, z)
