def first(self, k: int, i: int, at: Tensor, c: Tensor, A: List[List[Tensor]], E: List[List[Tensor]], Q: List[List[Tensor]], F: List[List[Tensor]], U: Tensor) -> Tensor:
  ${first}
  return torch.arange(at.numel())
def shown(self, E: List[List[Tensor]], F: List[List[Tensor]], S: List[List[Tensor]], U: Tensor) -> List[Tensor]:
  out: List[Tensor] = []
  ${shown}
  return out
