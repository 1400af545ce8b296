# A step, operation by operation, as the walk of plan has it. g are the operands, z the noise of what was not recorded. For operation k, A[k] is what it
# reads, B[k] what of that depends on the candidate, E[k] the arrays that it makes and S[k] their deviations, once they are known.
def lists(self) -> List[List[Tensor]]:
  all: List[List[Tensor]] = []
  for i in range(${operations}):
    none: List[Tensor] = []
    all.append(none)
  return all

def walk(self, g: List[Tensor], A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]], z: float) -> int:
  ${operands}
  ${statements}
  return ${operations}
