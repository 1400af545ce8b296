# What is expected of each array, and the deviations of those of losses; the rest is kept for suspects.
def step(self, a: List[Tensor]) -> List[Tensor]:
  V = self.lists()
  if len(self.kept) > 0:
    V = self.kept[0]
  none: List[List[List[Tensor]]] = []
  self.kept = none
  g = self.wide(a[1:])
  A = self.lists()
  B = self.lists()
  E = self.lists()
  S = self.lists()
  w = self.walk(g, A, B, E, S, 0.)
  self.kept = [V, [g], A, B, E, S]
  Q = self.lists()
  ${losses}
  return [${arrays}]
