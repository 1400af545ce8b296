# Of numbers that are chosen: the squares of the terms that come back to an element, and their number.
def s${number}(self, a: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
  ${given}
  dys = a[len(a) - ${outputs}:]
  square = self.e${number}(a[:len(a) - ${outputs}] + [t * t for t in dys])
  count = self.e${number}(a[:len(a) - ${outputs}] + [torch.ones_like(t) for t in dys])
  s2 = square[1] + count[1] * 0.5 * (square[1] + dx * dx)
  return [torch.zeros_like(y), torch.sqrt(c2 * s2)]
