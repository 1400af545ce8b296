# A node's outputs and buffers, and the gradients of its inputs and weights, from its operands and dL/d(each output).
def ${name}(self, a: List[Tensor]) -> List[Tensor]:
  xs = [${input} for t in a[:${inputs}]]
  ps = [t.detach().requires_grad_(True) for t in a[${inputs}:${trained}]]
  os = [t.clone() for t in a[${trained}:${operands}]]
  ys = ${operation}(${arguments})
  dys = a[${operands}:]
  leaves = ${leaves}
  out = [t.detach() for t in ys]
  out.extend(os[:${buffers}])
  roots: List[Tensor] = []
  seeds: List[Optional[Tensor]] = []
  for i in range(len(ys)):
    if ys[i].requires_grad:
      roots.append(ys[i])
      seeds.append(dys[i].expand(ys[i].size()))
  if len(leaves) > 0 and len(roots) > 0:
    g = torch.autograd.grad(roots, leaves, seeds, None, False, True)
    for i in range(len(leaves)):
      e = g[i]
      if e is None:
        out.append(torch.zeros_like(leaves[i]))
      else:
        out.append(e.detach())
  return out
