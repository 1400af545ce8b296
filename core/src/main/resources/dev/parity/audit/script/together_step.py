# The same of one step. when holds the number of the audit and that of the step.

# The first of a step's seeds: were they those of the step before, the same element would have the same noise in each, and that would add up.
def seed(self, when: Tensor) -> int:
  return ${seeds} * int(when[1])

# What a walk makes with noise of deviations Z times z.
def noisy(self, g: List[Tensor], Z: List[List[Tensor]], z: float, seed: int) -> List[List[Tensor]]:
  N = self.lists()
  self.reseed(seed)
  w = self.walk(g, self.lists(), self.lists(), N, Z, z)
  return N

# Deviations of what was not recorded, once more where it is itself off by rounding: a gradient that is nothing but rounding rounds too.
def off(self, g: List[Tensor], A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], Q: List[List[Tensor]], U: Tensor, when: Tensor) -> List[List[Tensor]]:
  D: List[int] = [${unrecorded}]
  for k in D:
    b = self.fill(k, A, B, E, S, Q, U)
  A = self.lists()
  B = self.lists()
  E = self.lists()
  Q = self.lists()
  Z = self.lists()
  self.reseed(self.seed(when))
  w = self.walk(g, A, B, E, S, 1.)
  for k in D:
    b = self.fill(k, A, B, E, Z, Q, U)
    Z[k] = self.larger(S[k], Z[k])
  return Z

# The scatter of what is judged together or carried, from runs with noise of the deviations Z.
def draws(self, g: List[Tensor], E: List[List[Tensor]], Z: List[List[Tensor]], when: Tensor) -> List[List[Tensor]]:
  K: List[int] = [${wanted}]
  V = self.lists()
  for r in range(${runs}):
    z = ${larger} if r % 2 == 0 else -${larger}
    N = self.noisy(g, Z, z, self.seed(when) + 1 + r // 2)
    for k in K:
      V[k] = self.scattered(V[k], N[k], E[k], z * ${runs}. ** 0.5)
  V.append([when])
  return V

# Whether a scatter V that was drawn in a step before still stands.
def lasts(self, V: List[List[Tensor]], E: List[List[Tensor]], when: Tensor) -> bool:
  K: List[int] = [${wanted}]
  if len(V) == len(E):
    return False
  then = V[len(E)][0]
  since = int(when[1] - then[1])
  for k in K:
    for i in range(len(E[k])):
      if V[k][i].size() != E[k][i].size():
        return False
  return bool(when[0] == then[0]) and int(then[1]) >= ${grows} and since >= 0 and since < ${lasts}

# What runs in the candidate's own precision are off at the most, for what noise cannot show: probabilities that all round to 1. One is run as
# it is, in one all that is within rounding of 0 is 0, and the others have noise of the size of rounding.
def runs(self, g: List[Tensor], E: List[List[Tensor]], Z: List[List[Tensor]], u: float, when: Tensor) -> List[List[Tensor]]:
  K: List[int] = [${wanted}]
  if u > 1e-10:
    g = self.narrow(g)
  R = self.lists()
  for r in range(${runs}):
    z = 1. if r % 2 == 0 else -1.
    if r < 2:
      z = 0. if r == 0 else inf
    N = self.noisy(g, Z, z, self.seed(when) + 1 + ${runs} + r // 2)
    for k in K:
      R[k] = self.farthest(R[k], N[k], E[k], r == 0)
  return R
