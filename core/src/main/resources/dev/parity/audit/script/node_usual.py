# What rounding does to a node's arrays as a rule.
def usual${number}(self, a: List[Tensor], e: List[Tensor], u: float) -> List[float]:
  ${statements}
