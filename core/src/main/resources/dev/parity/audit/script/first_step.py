# Of one step: A, E as in the walk, Q squares of products, F what passes by less than a deviation, U roundoffs by operation.

# Which of some elements of operation k's i-th array are to have deviations at all: places in at and c.
def first(self, k: int, i: int, at: Tensor, c: Tensor, A: List[List[Tensor]], E: List[List[Tensor]], Q: List[List[Tensor]], F: List[List[Tensor]], U: Tensor) -> Tensor:
  ${first}
  return torch.arange(at.numel())

# What runs in float32 have shown in this step.
def shown(self, E: List[List[Tensor]], F: List[List[Tensor]], S: List[List[Tensor]], U: Tensor) -> List[Tensor]:
  out: List[Tensor] = []
  ${shown}
  return out
