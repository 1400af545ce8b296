# A part of first: of a weight's gradient that is a sum of products. What the squares in a quarter of the samples explain needs no more, for
# those of the other samples only add to them.
if k == ${operation} and ${index} >= ${gradients} and len(Q[${node}]) == 0 and self.sampled(A[${node}]):
  u = float(U[${node}])
  a = self.quarter(A[${node}])
  if len(F[${node}]) == 0:
    F[${node}] = self.q${node}(a, E[${node}], u)
  s = self.p${node}(${index}, at, F[${node}], a, E[${node}], u)[0]
  return torch.nonzero(~(torch.abs(c - self.some(E[${node}][${index}], at)) <= ${deviations} * s)).reshape(-1)
