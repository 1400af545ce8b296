# Deviations of a loss's arrays, where they are drawn.
def m${number}(self, a: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
  v = self.drawn(u)
  sum = [torch.zeros_like(t) for t in e]
  for k in range(${draws}):
    n = self.o${number}(a, v)
    for i in range(len(sum)):
      d = n[i] - e[i]
      sum[i] = sum[i] + d * d / ${draws}.
  return self.pooled(sum, u)
