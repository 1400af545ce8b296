"""The parts of record_torch.py, in the order in which a run meets them.

spec       what a spec may say that is wrong
draw       tensors: from a generator, from literal values, from files
batches    which samples each step sees
layers     the type of a layer -> the torch module that computes it
network    the graph of layers; every array that enters or leaves one is kept
training   loss, gradients, clipping, optimizer, scheduler
trace      the file of sites
"""
