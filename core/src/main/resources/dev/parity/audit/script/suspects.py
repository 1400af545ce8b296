# The judgement of those arrays in which the screen found something. W has a row for each, its number among the judged, and 1 if it is not finite;
# then come the places of what was found and what the candidate has there.
# K, I, T by judged array: the operation that makes it, which of its arrays it is, whether it is judged together with something.
# LK, LI the same of what is carried to the next step. V is the scatter of what is judged together, R what runs in the candidate's own
# precision were off there, F what passes by less than a deviation.
# What fails is judged only where its operands fit into the candidate's type, and where it is judged together, all that was made before.
def suspects(self, a: List[Tensor]) -> List[Tensor]:
  U = a[0]
  W = a[1]
  when = a[2].clone()
  V = self.kept[0]
  g = self.kept[1][0]
  A = self.kept[2]
  B = self.kept[3]
  E = self.kept[4]
  S = self.kept[5]
  none: List[List[List[Tensor]]] = []
  self.kept = none
  Q = self.lists()
  Z = self.lists()
  R = self.lists()
  F = self.lists()
  K: List[int] = [${operations}]
  I: List[int] = [${indices}]
  T: List[bool] = [${together}]
  LK: List[int] = [${carriedOperations}]
  LI: List[int] = [${carriedIndices}]
  draws = len(LK) > 0
  for m in range(W.size(0)):
    draws = draws or T[int(W[m, 0])]
  draws = draws and not self.lasts(V, E, when)
  if draws:
    Z = self.off(g, A, B, E, S, Q, U, when)
    V = self.draws(g, E, Z, when)
  rows: List[Tensor] = []
  out: List[Tensor] = []
  for m in range(W.size(0)):
    j = int(W[m, 0])
    k = K[j]
    e = E[k][I[j]]
    u = float(U[k])
    at = a[3 + 2 * m]
    c = a[4 + 2 * m]
    if not T[j]:
      stays = self.first(k, I[j], at, c, A, E, Q, F, U)
      if stays.numel() < at.numel():
        at = torch.index_select(at, 0, stays)
        c = torch.index_select(c, 0, stays)
    if at.numel() == 0:
      rows.append(self.clean())
    elif int(W[m, 1]) > 0 and not self.sound(B[k], u):
      rows.append(self.vacuous(e))
    else:
      if T[j]:
        s = self.some(self.scatter(V[k][I[j]], self.full(k, I[j], A, B, E, S, Q, U), 1.), at)
      else:
        s = self.few(k, I[j], at, A, B, E, S, Q, U)
      row = self.judge(c, self.some(e, at), s, u, e.numel())
      if float(row[0]) > 0. and T[j] and not draws:
        draws = True
        Z = self.off(g, A, B, E, S, Q, U, when)
        V = self.draws(g, E, Z, when)
        s = self.some(self.scatter(V[k][I[j]], S[k][I[j]], 1.), at)
        row = self.judge(c, self.some(e, at), s, u, e.numel())
      if float(row[0]) > 0. and not T[j] and self.redraw(k, A, B, E, S, Q, U):
        row = self.judge(c, self.some(e, at), self.some(S[k][I[j]], at), u, e.numel())
      if float(row[0]) > 0. and T[j]:
        if len(R[k]) == 0:
          R = self.runs(g, E, Z, u, when)
        s = torch.maximum(s, self.some(R[k][I[j]], at) * ${runs})
        row = self.judge(c, self.some(e, at), s, u, e.numel())
      fit = self.sound(B[k], u) and self.representable(E[k][:I[j]], u)
      if T[j] and float(row[0]) > 0.:
        for q in range(k):
          fit = fit and self.sound(E[q], u)
      if float(row[0]) > 0. and not fit:
        row = self.vacuous(e)
      rows.append(row)
      if float(row[0]) > 0.:
        s = self.full(k, I[j], A, B, E, S, Q, U)
        out.append(e)
        out.append(self.scatter(V[k][I[j]], s, 1.) if T[j] else s)
  for k in range(len(E)):
    if len(R[k]) > 0:
      V[k] = [torch.maximum(V[k][i], R[k][i] * ${runs}) for i in range(len(R[k]))]
  for j in range(len(LK)):
    b = self.fill(LK[j], A, B, E, S, Q, U)
    out.append(E[LK[j]][LI[j]])
    out.append(self.scatter(V[LK[j]][LI[j]], S[LK[j]][LI[j]], 1.))
  self.kept = [V]
  return [torch.stack(rows) if len(rows) > 0 else torch.zeros([0], dtype=7)] + self.shown(E, F, S, U) + out
