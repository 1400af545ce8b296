# A part of first: of an array whose deviations are drawn. What is within a multiple of what a run in float32 is off needs none, and what is
# left is tried by another run, at a point nearby: one run may have a row nearly right by chance. A size of 0 says that float32 is of no use here.
if k == ${operation} and E[k][i].dim() > 0:
  stays = torch.arange(at.numel())
  r = 0
  while stays.numel() > 0 and r < ${runs}:
    if len(F[${node}]) == r * len(E[${node}]):
      F[${node}].extend(self.h${node}(A[${node}], E[${node}], r > 0))
    r += 1
    size = self.sizes(self.mean(F[${node}], len(E[${node}]), ${index}, r), E[k][i], float(U[k]))
    far = self.apart(torch.index_select(at, 0, stays), torch.index_select(c, 0, stays), E[k][i], size, ${once} if r == 1 else ${often})
    stays = torch.index_select(stays, 0, far)
    if float(torch.amax(size[0])) == 0.:
      return stays
  return stays
