# Of a node whose dL/dy is a sum: what rounding does to the sum is sent through the node, which is linear in it, a few times.
def fork${number}(self, a: List[Tensor], b: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
  s = self.s${number}(a, e, u)
  n = len(a) - ${outputs}
  v: List[Tensor] = [torch.zeros_like(t) for t in s]
  for r in range(${draws}):
    d = self.e${number}(a[:n] + [t * self.normal(t) for t in [${noise}]])
    v = [self.root([v[i], d[i]]) for i in range(len(v))]
  out = s[:${first}]
  for i in range(${first}, len(s)):
    out.append(self.scatter(v[i], s[i], ${draws}.))
  return out
