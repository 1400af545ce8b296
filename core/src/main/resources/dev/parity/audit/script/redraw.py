# A part of redraw: of operation k, by the deviations that it has of another, or of its own.
if k == ${operation}:
  drawn = True
  n: List[Tensor] = []
  for t in S[${from}]:
    n.append(t)
  for r in range(${again}):
    s = ${deviations}
    for i in range(len(s)):
      n[i] = self.root([n[i], s[i]])
  S[${from}] = [t / ${all}. ** 0.5 for t in n]
