def usual${number}(self, a: List[Tensor], e: List[Tensor], u: float) -> List[float]:
  ${statements}
