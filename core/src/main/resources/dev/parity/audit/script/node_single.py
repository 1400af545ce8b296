# What a run in float32 is off, at the operands or at a point nearby.
def h${number}(self, a: List[Tensor], e: List[Tensor], elsewhere: bool) -> List[Tensor]:
  if elsewhere:
    a = self.shaken(a)
    e = self.e${number}(a)
  n = self.e${number}(self.narrow(a))
  return [n[i].double() - e[i] for i in range(len(e))]
