# A part of a node's usual: where deviations are drawn, less than rounding surely does.
out: List[float] = []
for i in range(len(e)):
  if i < ${outputs}:
    out.append(${least})
  elif e[i].dim() > 1 and (i == ${outputs} or i >= ${weights}):
    out.append((0.5 * float(e[i].size(-1)) + 1.) ** 0.5 * (0.75 if i == ${outputs} else 1.))
  else:
    out.append(1.)
return out
