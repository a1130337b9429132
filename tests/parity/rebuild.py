"""Rebuilds a configuration of an experiment file in PyTorch from what `backflow run --dump` wrote.

Written from the format's description alone: it shares no code with the program, so that agreement means something.
Everything is computed in float64 from the dumped (float32 or float64) weights and batch.
"""
import json
import math
import struct

import numpy as np
import torch
import torch.nn.functional as F

DTYPES = {"F32": np.float32, "F64": np.float64, "I64": np.int64}

ACTIVATIONS = {
    "sigmoid": lambda z, p: torch.sigmoid(z),
    "tanh": lambda z, p: torch.tanh(z),
    "relu": lambda z, p: F.relu(z),
    "leaky-relu": lambda z, p: F.leaky_relu(z, p.get("slope", 0.01)),
    "elu": lambda z, p: F.elu(z, p.get("alpha", 1.0)),
    "selu": lambda z, p: F.selu(z),
    "gelu": lambda z, p: F.gelu(z),
    "silu": lambda z, p: F.silu(z),
    "softplus": lambda z, p: F.softplus(z),
    "softsign": lambda z, p: F.softsign(z),
    "linear": lambda z, p: z,
}


def read_safetensors(path):
    with open(path, "rb") as f:
        data = f.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    body = data[8 + length:]
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        first, last = entry["data_offsets"]
        array = np.frombuffer(body[first:last], dtype=DTYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(array.reshape(entry["shape"]).copy())
    return tensors


def unroll(groups):
    """The list of layers: each group's settings, and the residual span a layer belongs to."""
    layers = []
    for group in groups:
        repeat, span = group.get("repeat", 1), group.get("residual_span", 0)
        recurrent = group.get("type", "dense") != "dense"
        for i in range(repeat):
            layer = dict(group, span_first=None, span_last=False)
            if span and recurrent and i >= 1:
                layer.update(span_first=len(layers), span_last=True)
            elif span and i >= 1 and (i - 1) // span < (repeat - 1) // span:
                layer.update(span_first=len(layers) - (i - 1) % span, span_last=i % span == 0)
            layers.append(layer)
    return layers


class Rebuilt:
    """One forward and backward pass; keeps z, h of every layer and h_t, c_t of every timestep."""

    def __init__(self, configuration, tensors):
        self.layers = unroll(configuration["layers"])
        self.params = {k: v.double().requires_grad_() for k, v in tensors.items()
                       if not k.endswith(("running_mean", "running_var", "num_batches_tracked"))}

    def p(self, *name):
        return self.params.get(".".join(str(part) for part in name))

    def normalise(self, x, i, kind):
        if kind == "none":
            return x
        weight, bias = self.p("layers", i, "norm", "weight"), self.p("layers", i, "norm", "bias")
        if kind == "batch":
            return F.batch_norm(x, None, None, weight, bias, training=True, eps=1e-5)
        return F.layer_norm(x, x.shape[-1:], weight, bias, eps=1e-5)

    def dense(self, x, i, layer):
        phi = ACTIVATIONS[layer.get("activation", "sigmoid")]
        kind = layer.get("normalization", "none")
        weight, bias = self.p("layers", i, "weight"), self.p("layers", i, "bias")
        inside = layer["span_first"] is not None
        form = layer.get("residual_form", "preactivation") if inside else "postactivation"
        x = x.clone()                      # apart from what goes past the layer
        if form == "preactivation":
            u = self.normalise(x, i, kind).clone()
            a = phi(u, layer).clone()
            z = h = F.linear(a, weight, bias)
        else:
            z = F.linear(x, weight, bias)
            u = self.normalise(z, i, kind).clone()
            a = h = phi(u, layer)
        self.kept[i] = dict(form=form, x=x, u=u, a=a, z=z)
        for tensor in (x, u, a, z):
            tensor.requires_grad_()
            tensor.retain_grad()
        return z, h

    def recurrent(self, x, i, layer):
        """x [T, B, I] -> outputs [T, B, O]; the states are kept with their gradients."""
        w_ih, w_hh = self.p("layers", i, "weight_ih"), self.p("layers", i, "weight_hh")
        b_ih, b_hh = self.p("layers", i, "bias_ih"), self.p("layers", i, "bias_hh")
        kind, units = layer["type"], w_hh.shape[1]
        h = x.new_zeros(x.shape[1], units)
        c = x.new_zeros(x.shape[1], units)
        hs, cs = [], []
        for t in range(x.shape[0]):
            gi, gh = F.linear(x[t], w_ih, b_ih), F.linear(h, w_hh, b_hh)
            if kind == "rnn":
                h = ACTIVATIONS[layer.get("activation", "tanh")](gi + gh, layer)
            elif kind == "lstm":
                a, f, g, o = (gi + gh).chunk(4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(a) * torch.tanh(g)
                c.retain_grad()
                h = torch.sigmoid(o) * torch.tanh(c)
                cs.append(c)
            else:
                ir, iz, inn = gi.chunk(3, 1)
                hr, hz, hn = gh.chunk(3, 1)
                r, z = torch.sigmoid(ir + hr), torch.sigmoid(iz + hz)
                h = (1 - z) * torch.tanh(inn + r * hn) + z * h
            h.retain_grad()
            hs.append(h)
        return hs, cs

    def run(self, inputs, targets):
        x = inputs.double()
        sequence = x.dim() == 3
        if sequence:
            x = x.transpose(0, 1)
        self.z, self.h, self.hidden, self.cell, self.kept = {}, {}, {}, {}, {}
        source = x
        for i, layer in enumerate(self.layers):
            if layer.get("type", "dense") != "dense":
                hs, cs = self.recurrent(x, i, layer)
                self.hidden[i], self.cell[i] = hs, cs
                y = torch.stack(hs)
                if layer["span_last"]:
                    y = x + layer.get("residual_scale", 1.0) * y
                x = y
                continue
            if sequence and x.dim() == 3:
                x = x[-1]
            if layer["span_first"] == i:
                source = x
            z, h = self.dense(x, i, layer)
            if layer["span_last"]:
                h = source + layer.get("residual_scale", 1.0) * h
            z.requires_grad_(), z.retain_grad(), h.retain_grad()
            self.z[i], self.h[i] = z, h
            x = h
        if sequence and x.dim() == 3:
            x = x[-1]
        out = F.linear(x, self.p("head", "weight"), self.p("head", "bias"))
        if targets.dtype == torch.int64:
            self.loss = F.cross_entropy(out, targets)
            self.accuracy = (out.argmax(1) == targets).double().mean().item()
        else:
            self.loss = F.mse_loss(out, targets.double())
            self.accuracy = math.nan
        self.loss.backward()
        return self.loss.item()

    def gradient_norm(self):
        return math.sqrt(sum(p.grad.pow(2).sum().item() for p in self.params.values()))
