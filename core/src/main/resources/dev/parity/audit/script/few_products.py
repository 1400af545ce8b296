# A part of few: of an array of products.
if k == ${operation} and len(S[${node}]) == 0:
  u = float(U[${node}])
  if len(Q[${node}]) == 0:
    Q[${node}] = self.q${node}(A[${node}], E[${node}], u)
  return self.p${node}(${index}, at, Q[${node}], A[${node}], E[${node}], u)[0]
