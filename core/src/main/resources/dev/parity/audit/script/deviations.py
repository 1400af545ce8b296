def base(self, k: int, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> int:
  if len(S[k]) > 0:
    return 0
  u = float(U[k])
  ${base}
  return 0
def fill(self, k: int, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> int:
  if len(S[k]) > 0:
    return 0
  u = float(U[k])
  ${fill}
  return 0
def full(self, k: int, i: int, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> Tensor:
  b = self.fill(k, A, B, E, S, Q, U)
  return S[k][i]
def few(self, k: int, i: int, at: Tensor, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> Tensor:
  ${few}
  return self.some(self.full(k, i, A, B, E, S, Q, U), at)
def redraw(self, k: int, A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor) -> bool:
  u = float(U[k])
  drawn = False
  ${redraw}
  return drawn
