"""The budget and the histograms, from PyTorch's gradients of every intermediate tensor."""
import math

import torch


def norm(tensor):
    return tensor.grad.norm().item()


def decades(start, end):
    return math.log10(end) - math.log10(start) if start > 0 and end > 0 else math.nan


def dense_parts(kept, layer, arriving):
    """From dL/dh on the branch of a dense layer to its dL/dx."""
    names = ["u", "z", "x"] if kept["form"] == "postactivation" else ["a", "u", "x"]
    parts = ["activation", "normalization", "weight"]
    if kept["form"] == "preactivation":
        parts = ["weight", "activation", "normalization"]
    result, before = {}, arriving
    for part, name in zip(parts, names):
        after = norm(kept[name])
        result[part] = decades(before, after)
        before = after
    return result


def expected_budget(rebuilt, i):
    """Parts of layer i (from 0), all layers being dense."""
    layer, kept = rebuilt.layers[i], rebuilt.kept[i]
    scale = abs(layer.get("residual_scale", 1.0)) if layer["span_last"] else 1.0
    arriving = norm(rebuilt.h[i])
    parts = dense_parts(kept, layer, scale * arriving)
    parts["shortcut"] = math.log10(scale)
    if layer["span_first"] == i:
        parts["shortcut"] += decades(norm(kept["x"]), norm(rebuilt.h[i - 1]))
    parts["recurrence"] = 0.0
    return parts


def is_dense(rebuilt):
    return all(layer.get("type", "dense") == "dense" for layer in rebuilt.layers)


def compare_budget(c, rebuilt, table):
    for row in table if is_dense(rebuilt) else []:
        i = int(row["layer"]) - 1
        for part, want in expected_budget(rebuilt, i).items():
            # Decades: an absolute error of the logarithm is a relative one of the norms.
            if math.isfinite(want):
                c.values(f"layer {i + 1} budget {part}", float(row[part]), want, max(1.0, abs(want)))


def octaves(tensor):
    """Octave -> count, of octaves closed above; zeros as None."""
    sizes = tensor.detach().abs().flatten()
    found = {None: int((sizes == 0).sum())}
    mantissa, exponent = torch.frexp(sizes[sizes > 0])     # size = mantissa 2^exponent, mantissa in [1/2, 1)
    below = exponent - 1 - (mantissa == 0.5).int()
    for octave, count in zip(*torch.unique(below, return_counts=True)):
        found[int(octave)] = int(count)
    return found


def recorded(table, layer, quantity):
    found = {None: 0}
    for row in table:
        if int(row["layer"]) == layer and row["quantity"] == quantity:
            upper = float(row["upper"])
            found[None if upper == 0 else round(math.log2(upper)) - 1] = int(row["count"])
    return found


def compare_histograms(c, rebuilt, table):
    """A value at the edge of a bin may be rounded into its neighbour, in single precision some of them. What is
    zero but for rounding is in no certain octave."""
    for i, layer in enumerate(rebuilt.layers):
        if i not in rebuilt.h:
            continue
        for quantity, tensor in (("activation_gradient", rebuilt.h[i].grad), ("activation", rebuilt.h[i])):
            floor = 1e-6 * tensor.abs().max().item()
            want, got = octaves(tensor), recorded(table, i + 1, quantity)
            moved = sum(abs(want.get(o, 0) - got.get(o, 0)) for o in set(want) | set(got)
                        if o is not None and 2.0 ** o > floor)
            allowed = max(2, tensor.numel() // 100) if c.precision == "float32" else 2
            c.values(f"layer {i + 1} histogram of {quantity}: {moved} values moved", float(moved <= allowed), 1.0)
            c.values(f"layer {i + 1} histogram of {quantity}: total", float(sum(got.values())), float(tensor.numel()))
