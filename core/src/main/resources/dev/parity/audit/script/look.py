# What an operation reads.
def look(self, a: List[Tensor]) -> List[Tensor]:
  g = self.wide(a[1:])
  A = self.lists()
  E = self.lists()
  w = self.walk(g, A, self.lists(), E, self.lists(), 0.)
  return A[int(a[0])]
