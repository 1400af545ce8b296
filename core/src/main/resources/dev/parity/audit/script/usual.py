def usual(self, a: List[Tensor]) -> List[Tensor]:
  A = self.kept[2]
  E = self.kept[4]
  L: List[float] = []
  ${numbers}
  return [torch.tensor(L, dtype=7)]
