"""Parity with PyTorch: every gradient and every norm that `backflow run` reports, against autograd.

    parity.py BACKFLOW [--random N] [--seed S]

Runs Backflow on a systematic set of configurations (every cell, activation, initialiser, normalisation and residual
form) and on N random ones, rebuilds each in PyTorch from the dumped weights and batch, and compares. Three steps of
every optimiser are compared on a batch that holds the whole training set, where the order of samples does not matter.
Skipped in one line where PyTorch is not installed.
"""
import argparse
import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile

try:
    import torch
except ImportError:
    print("1..0 # SKIP parity with PyTorch was not tested: python3-torch is not installed")
    sys.exit(0)

from measures import compare_budget, compare_histograms
from rebuild import ACTIVATIONS, Rebuilt, read_safetensors

TOLERANCE = {"float32": 1e-4, "float64": 1e-9}
ROUNDING = {"float32": 6e-8, "float64": 1.1e-16}
FILE_LIMIT = 64            # configurations of one experiment file
MOST_SKIPPED = 0.05        # share of configurations
# Below this, float32 rounding of intermediate products decides more than the algorithm does.
NEGLIGIBLE = {"float32": 1e-30, "float64": 1e-280}

INITIALIZERS = ["xavier-uniform", "xavier-normal", "he-uniform", "he-normal", "lecun-normal",
                "orthogonal", "uniform", "normal"]
NORMALIZATIONS = ["none", "batch", "layer"]
FORMS = ["preactivation", "postactivation"]
OPTIMIZERS = ["sgd", "momentum", "rmsprop", "adam"]
RECURRENT = ["rnn", "lstm", "gru"]
FLAT_TASKS = [{"type": "digits"}, {"type": "moons", "samples": 200, "noise": 0.1},
              {"type": "spirals", "samples": 300}, {"type": "xor", "samples": 150}]
SEQUENCES = [{"type": "digits-rows"}, {"type": "adding", "length": 12, "samples": 200}]


def configuration(name, layers, task, precision="float64", seed=1, **training):
    settings = dict(optimizer="sgd", learning_rate=0.01, batch_size=16, steps=1)
    settings.update(training)
    return dict(name=name, seed=seed, precision=precision, task=task, layers=layers,
                training=settings)


def dense(units=12, repeat=4, **settings):
    layer = dict(type="dense", units=units, repeat=repeat, activation="tanh",
                 initializer="xavier-normal")
    layer.update(settings)
    if layer["initializer"] == "normal":
        layer.setdefault("std", 0.3)
    return layer


def recurrent(kind, units=10, repeat=1, **settings):
    layer = dict(type=kind, units=units, repeat=repeat, initializer="xavier-uniform")
    if kind == "rnn":
        layer["activation"] = "tanh"
    layer.update(settings)
    return layer


def systematic(cells):
    digits = {"type": "digits"}
    for activation in ACTIVATIONS:
        for precision in TOLERANCE:
            yield configuration(f"{activation} {precision}", [dense(activation=activation)],
                                digits, precision)
    for initializer in INITIALIZERS:
        yield configuration(initializer, [dense(initializer=initializer, gain=1.3)], digits)
    for normalization in NORMALIZATIONS:
        for form in FORMS:
            for span in (0, 1, 2, 3):
                layer = dense(repeat=8, activation="elu", normalization=normalization,
                              residual_span=span, residual_form=form, residual_scale=0.7)
                yield configuration(f"{normalization} {form} {span}", [layer], digits)
    yield configuration("regression", [dense()], digits)
    for kind in (c for c in RECURRENT if c in cells):
        for task in SEQUENCES:
            for precision in TOLERANCE:
                yield configuration(f"{kind} {task['type']} {precision}",
                                    [recurrent(kind, repeat=2)], task, precision)
        yield configuration(f"{kind} residual",
                            [recurrent(kind, repeat=3, residual_span=1,
                                       residual_form="postactivation", residual_scale=0.5),
                             dense(repeat=2, activation="relu")], SEQUENCES[0])
    if "lstm" in cells:
        yield configuration("lstm forget bias", [recurrent("lstm", forget_bias=1.5)], SEQUENCES[0])


def random_layer(rng, first):
    activation = rng.choice(sorted(ACTIVATIONS))
    layer = dense(rng.randint(2, 24), rng.randint(1, 6), activation=activation,
                  initializer=rng.choice(INITIALIZERS), gain=rng.choice([0.5, 1.0, 1.5]),
                  normalization=rng.choice(NORMALIZATIONS), residual_form=rng.choice(FORMS),
                  residual_scale=rng.choice([0.3, 1.0]))
    if layer["normalization"] == "layer":
        # Two values normalise to +1 and -1: what is left of their gradient is rounding.
        layer["units"] = max(layer["units"], 5)
    layer["residual_span"] = rng.randint(0, layer["repeat"] - 1)
    if activation == "leaky-relu":
        layer["slope"] = rng.choice([0.01, 0.2])
    if activation == "elu":
        layer["alpha"] = rng.choice([0.5, 1.0])
    return layer


def random_configuration(rng, i, cells):
    kinds = [c for c in RECURRENT if c in cells]
    layers = []
    task = rng.choice(FLAT_TASKS)
    if kinds and rng.random() < 0.5:
        task = rng.choice(SEQUENCES)
        for _ in range(rng.randint(1, 2)):
            layers.append(recurrent(rng.choice(kinds), rng.randint(2, 12), rng.randint(1, 2)))
    for _ in range(rng.randint(0 if layers else 1, 2)):
        layers.append(random_layer(rng, not layers))
    return configuration(f"random {i}", layers, task, rng.choice(sorted(TOLERANCE)), rng.randint(0, 10**6),
                         batch_size=rng.randint(4, 40),
                         clip_norm=rng.choice([0.0, 0.1]))


def run(backflow, configurations, folder, *flags):
    path = os.path.join(folder, "parity.backflow")
    document = {"format": "backflow-experiment", "version": 1, "title": "Parity",
                "configurations": configurations}
    with open(path, "w") as f:
        json.dump(document, f)
    out = os.path.join(folder, "out")
    done = subprocess.run([backflow, "run", path, "--output", out, "--quiet", *flags],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"parity: {' '.join(done.args)} ended with {done.returncode}\n{done.stderr}")
    return [os.path.join(out, d) for d in sorted(os.listdir(out))
            if os.path.isdir(os.path.join(out, d))]


def rows(folder, name):
    with open(os.path.join(folder, name)) as f:
        return list(csv.DictReader(f))


class Comparison:
    def __init__(self, configuration):
        self.name, self.precision = configuration["name"], configuration["precision"]
        self.worst, self.count, self.failures = 0.0, 0, []

    def values(self, what, got, want, scale=None):
        """Relative to the largest entry of the tensor, or to the value itself."""
        self.count += 1
        scale = abs(want) if scale is None else scale
        if scale < NEGLIGIBLE[self.precision] and abs(got - want) <= NEGLIGIBLE[self.precision]:
            return
        error = abs(got - want) / scale if scale else math.inf
        self.worst = max(self.worst, error)
        if not error <= TOLERANCE[self.precision]:
            self.failures.append(f"{what}: {got!r}, PyTorch {want!r} (relative {error:.1e})")

    def tensor(self, what, got, want):
        if got.shape != want.shape:
            self.failures.append(f"{what}: shape {tuple(got.shape)}, PyTorch {tuple(want.shape)}")
            return
        norm = want.norm().item()
        self.values(what, (got.double() - want).norm().item() + norm, norm)


def compare_layers(c, rebuilt, table):
    for i, layer in enumerate(rebuilt.layers):
        row = table[i]
        prefix = "layers." + str(i)
        if layer.get("type", "dense") != "dense":
            names = ("weight_ih", "weight_hh")
            states = torch.stack([h.grad for h in rebuilt.hidden[i]])
            if not layer["span_last"]:
                c.values(f"{prefix} dL/dh", float(row["activation_gradient_norm"]), states.norm().item())
        else:
            names = ("weight",)
            h, z = rebuilt.h[i], rebuilt.z[i]
            norm = h.grad.norm().item()
            c.values(f"{prefix} dL/dh", float(row["activation_gradient_norm"]), norm)
            c.values(f"{prefix} rms dL/dh", float(row["activation_gradient_rms"]),
                     norm / math.sqrt(h.numel()))
            c.values(f"{prefix} dL/dz", float(row["preactivation_gradient_norm"]), z.grad.norm().item())
            c.values(f"{prefix} mean", float(row["activation_mean"]), h.mean().item(),
                     h.abs().max().item())
            c.values(f"{prefix} std", float(row["activation_std"]), h.std().item())
        grads = [rebuilt.p("layers", i, n).grad for n in names]
        c.values(f"{prefix} dL/dW", float(row["weight_gradient_norm"]),
                 math.sqrt(sum(g.pow(2).sum().item() for g in grads)))


def compare_timesteps(c, rebuilt, table):
    for row in table:
        layer, t = int(row["layer"]) - 1, int(row["timestep"]) - 1
        c.values(f"layer {layer + 1} dL/dh_{t + 1}", float(row["hidden_gradient_norm"]),
                 rebuilt.hidden[layer][t].grad.norm().item())
        if rebuilt.cell[layer]:
            c.values(f"layer {layer + 1} dL/dc_{t + 1}", float(row["cell_gradient_norm"]),
                     rebuilt.cell[layer][t].grad.norm().item())


def compare_dump(configuration, folder):
    c = Comparison(configuration)
    rebuilt = Rebuilt(configuration, read_safetensors(os.path.join(folder, "initial.safetensors")))
    batch = read_safetensors(os.path.join(folder, "batch.safetensors"))
    gradients = read_safetensors(os.path.join(folder, "gradients.safetensors"))
    loss = rebuilt.run(batch["inputs"], batch["targets"])
    first = rows(folder, "training.csv")[0]
    c.values("loss", float(first["loss"]), loss)
    norm = rebuilt.gradient_norm()
    c.values("gradient norm", float(first["gradient_norm"]), norm)
    clip = configuration["training"].get("clip_norm", 0.0)
    c.values("clipped norm", float(first["clipped_gradient_norm"]), min(norm, clip) if clip else norm)
    if set(gradients) != set(rebuilt.params):
        c.failures.append(f"gradient names {sorted(gradients)}, weights {sorted(rebuilt.params)}")
        return c
    for name, parameter in rebuilt.params.items():
        # A bias before a normalisation has a gradient of exactly 0 but for rounding: compare with the whole.
        want = parameter.grad
        if want.norm().item() < 1e-12 * norm:
            c.values(f"{name} (zero)", (gradients[name].double() - want).norm().item() + norm, norm)
        else:
            c.tensor(name, gradients[name], want)
    compare_layers(c, rebuilt, rows(folder, "layers.csv"))
    compare_timesteps(c, rebuilt, rows(folder, "timesteps.csv"))
    compare_budget(c, rebuilt, rows(folder, "budget.csv"))
    compare_histograms(c, rebuilt, rows(folder, "histograms.csv"))
    return c


def ill_conditioned(configuration, folder):
    """Whether PyTorch's own gradient moves by a tenth of the tolerance when the weights move by one rounding:
    normalising two equal values, say, multiplies every rounding by 300."""
    tensors = read_safetensors(os.path.join(folder, "initial.safetensors"))
    batch = read_safetensors(os.path.join(folder, "batch.safetensors"))
    precision = configuration["precision"]
    gradients = []
    for shift in (0.0, ROUNDING[precision]):
        generator = torch.Generator().manual_seed(1)
        moved = {name: value.double() * (1 + shift * torch.randn(value.shape, generator=generator,
                                                                 dtype=torch.float64))
                 for name, value in tensors.items()}
        rebuilt = Rebuilt(configuration, moved)
        rebuilt.run(batch["inputs"], batch["targets"])
        gradients.append({name: p.grad for name, p in rebuilt.params.items()})
    for name, still in gradients[0].items():
        change = (gradients[1][name] - still).norm().item()
        if not change <= 0.1 * TOLERANCE[precision] * still.norm().item():
            return True
    return False


def torch_optimizer(name, parameters, rate):
    return {"sgd": lambda: torch.optim.SGD(parameters, rate),
            "momentum": lambda: torch.optim.SGD(parameters, rate, momentum=0.9),
            "rmsprop": lambda: torch.optim.RMSprop(parameters, rate),
            "adam": lambda: torch.optim.Adam(parameters, rate)}[name]()


def optimizer_configurations():
    for name in OPTIMIZERS:
        for clip in (0.0, 0.05):
            yield configuration(f"{name} clip {clip}", [dense(normalization="layer")],
                                {"type": "moons", "samples": 80, "noise": 0.1}, optimizer=name,
                                momentum=0.9 if name == "momentum" else 0.0, clip_norm=clip,
                                batch_size=64, learning_rate=0.01, steps=3)


def compare_steps(configuration, folder):
    c = Comparison(configuration)
    rebuilt = Rebuilt(configuration, read_safetensors(os.path.join(folder, "initial.safetensors")))
    batch = read_safetensors(os.path.join(folder, "batch.safetensors"))
    settings = configuration["training"]
    optimizer = torch_optimizer(settings["optimizer"], list(rebuilt.params.values()),
                                settings["learning_rate"])
    layers = rows(folder, "layers.csv")
    for k, row in enumerate(rows(folder, "training.csv")):
        optimizer.zero_grad()
        c.values(f"step {k + 1} loss", float(row["loss"]), rebuilt.run(batch["inputs"], batch["targets"]))
        norm = rebuilt.gradient_norm()
        c.values(f"step {k + 1} norm", float(row["gradient_norm"]), norm)
        clip = settings["clip_norm"]
        if clip and norm > clip:
            for parameter in rebuilt.params.values():
                parameter.grad.mul_(clip / norm)
        before = [rebuilt.p("layers", i, "weight").detach().clone() for i in range(len(rebuilt.layers))]
        optimizer.step()
        for i, old in enumerate(before):
            change = (rebuilt.p("layers", i, "weight").detach() - old).norm() / old.norm()
            got = float(layers[k * len(before) + i]["update_ratio"])
            c.values(f"step {k + 1} layer {i + 1} update ratio", got, change.item())
    return c


def check(backflow, configurations, compare, *flags):
    """Number of configurations that disagree."""
    failed = skipped = 0
    for first in range(0, len(configurations), FILE_LIMIT):
        part = configurations[first:first + FILE_LIMIT]
        with tempfile.TemporaryDirectory() as folder:
            for configuration_, results in zip(part, run(backflow, part, folder, *flags)):
                c = compare(configuration_, results)
                if c.failures and ill_conditioned(configuration_, results):
                    print(f"ok - {c.name} # SKIP ill-conditioned, PyTorch does not agree with itself")
                    skipped += 1
                    continue
                failed += bool(c.failures)
                verdict = "not ok" if c.failures else "ok"
                print(f"{verdict} - {c.name}: {c.count} figures, worst {c.worst:.1e}")
                for failure in c.failures[:8]:
                    print(f"#   {failure}")
                if c.failures:
                    print("#   " + json.dumps(configuration_))
    if skipped > MOST_SKIPPED * len(configurations):
        sys.exit(f"parity: {skipped} of {len(configurations)} configurations were ill-conditioned")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("backflow")
    parser.add_argument("--random", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20240601)
    arguments = parser.parse_args()
    listed = subprocess.run([arguments.backflow, "list", "cells"], capture_output=True, text=True)
    cells = {line.split()[0] for line in listed.stdout.splitlines() if line.strip()}
    rng = random.Random(arguments.seed)
    configurations = list(systematic(cells))
    configurations += [random_configuration(rng, i, cells) for i in range(arguments.random)]
    optimizers = list(optimizer_configurations())
    print(f"1..{len(configurations) + len(optimizers)}")
    failed = check(arguments.backflow, configurations, compare_dump, "--steps", "1", "--dump")
    failed += check(arguments.backflow, optimizers, compare_steps, "--dump")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
