# A loss's value, and its gradients times a scale.
def ${name}(self, ${parameters}) -> List[Tensor]:
  xs = [t.detach() for t in a[:${predictions}]]
  ${domain}
  xs = [t.requires_grad_(True) for t in xs]
  value = ${operation}(${arguments})[0]
  g = torch.autograd.grad([value * float(a[${scale}])], xs)
  out = [value.detach()]
  for i in range(len(xs)):
    out.append(unchecked_cast(Tensor, g[i]).detach())
  return out
