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
