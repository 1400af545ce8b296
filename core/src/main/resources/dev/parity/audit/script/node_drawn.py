# Deviations of a node's arrays, drawn a few times at once: as one more dimension in front of the inputs and the weights.
def s${number}(self, a: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
  v = self.drawn(u)
  leaves = [self.copies(t) for t in a[:${leaves}]]
  ys = self.z${number}(${arguments}, v)
  dys = a[${operands}:]
  total = torch.sum(ys[0] * dys[0])
  for i in range(1, len(ys)):
    total = total + torch.sum(ys[i] * dys[i])
  drawn = [t.detach() for t in ys]
  g = torch.autograd.grad([total], leaves, None, None, False, True)
  for i in range(len(leaves)):
    t = g[i]
    if t is None:
      drawn.append(torch.zeros_like(leaves[i]))
    else:
      drawn.append(t.detach())
  return self.pooled([torch.mean(torch.square(drawn[i] - e[i]), [0], False) for i in range(len(e))], u)
