# The names by which an optimizer's rule calls what it is given; all sizes are absolute.
lr = abs(float(a[0]))
momentum = float(a[1])
t = float(a[2])
g = torch.abs(a[3])
w = torch.abs(a[4])
new_w = torch.abs(e[0])
tiny = self.least(u)
