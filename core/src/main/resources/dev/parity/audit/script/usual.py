# What rounding does to each judged array as a rule, over u/2 times the root mean square of its row; 0 where that says nothing.
def usual(self, a: List[Tensor]) -> List[Tensor]:
  A = self.kept[2]
  E = self.kept[4]
  L: List[float] = []
  ${numbers}
  return [torch.tensor(L, dtype=7)]
