# A part of a node's bounds: of sums of products.
${count}
size = self.e${number}([self.size(t) for t in a])
out: List[Tensor] = []
for i in range(len(e)):
  out.append((n[i] + 3.) * u * torch.abs(size[i]))
return out
