# What rounding does to a node's arrays at the worst.
def b${number}(self, a: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
  ${given}
  ${statements}
