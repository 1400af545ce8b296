# Deviations by operation, each computed when it is wanted and kept in S. Q keeps the squares of products.

# Of operation k, if it needs those of no other operation.
def base(self, k: int, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> int:
  if len(S[k]) > 0:
    return 0
  u = float(U[k])
  ${base}
  return 0

# Of operation k; first those of the operations that it needs.
def fill(self, k: int, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> int:
  if len(S[k]) > 0:
    return 0
  u = float(U[k])
  ${fill}
  return 0

# Of all elements of its i-th array.
def full(self, k: int, i: int, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> Tensor:
  b = self.fill(k, A, B, E, S, Q, U)
  return S[k][i]

# Of some elements of its i-th array, at less cost where that can be.
def few(self, k: int, i: int, at: Tensor, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> Tensor:
  ${few}
  return self.some(self.full(k, i, A, B, E, S, Q, U), at)

# Draws them more often, where they are drawn; says whether they are.
def redraw(self, k: int, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> bool:
  u = float(U[k])
  drawn = False
  ${redraw}
  return drawn
