#!/usr/bin/python3
"""The peer: the same trainings in PyTorch, with autograd, as an experienced user would write them.

    peer_torch.py WORKLOAD [--threads N] [--impl NAME] [--seconds S]
    peer_torch.py WORKLOAD --check      compares the records of all implementations
    peer_torch.py --list                the implementations of every workload, as JSON

Prints one line of JSON for each implementation.

Workloads (a step is one mini-batch: forward, backward, record, update, loss read):
    mlp20x64     20 hidden tanh layers of 64, input 64, 10 classes, batch 64, Xavier, SGD
    mlp50x128    50 hidden ReLU layers of 128, batch 128, He, batch norm, a skip over every 2 layers (24 of
                 them), Adam
    mlp100x256   100 hidden tanh layers of 256, batch 256, Xavier, SGD
    tiny2d       2-4-2-1, tanh, batch 10, 500 points, SGD
    rnn_T200_h64, lstm_T200_h64, gru_T200_h64
                 2 layers of 64, T=200, batch 32, input 2, MSE, Adam

Every step stores, as one row of float32, the norm of dL/dW of every matrix, and of dL/dh of every
layer (MLP) or of the total derivative dL/dh_t of every layer and timestep (through the recurrence and through the
layer above, not only the gradient that arrives at the layer's output tensor).

Implementations:
    modules  what a PyTorch user writes first: nn.Module, retain_grad, torch.optim
    lean     functional, autograd.grad over parameters and activations, foreach norms and updates
    loop     (RNN) Python loop, input projection hoisted out, autograd.grad over all h_t
    script   (RNN) the same loop compiled with torch.jit.script
    native   (RNN, LSTM) PyTorch's own C++ loop. A zero input z_t is fed through a copy of W_hh, so that dL/dz_t is
             the recurrent part of dL/dh_{t-1}; added to the gradient at the layer's output it gives the total
             derivative exactly. GRU's candidate gate uses h outside that path, so it has no such form.
"""
import argparse
import importlib.util
import json
import os
import resource
import statistics
import sys
import time

IMPLEMENTATIONS = {"mlp20x64": ["lean", "modules"], "mlp50x128": ["lean", "modules"], "mlp100x256": ["lean", "modules"],
                   "tiny2d": ["lean", "modules"], "rnn_T200_h64": ["native", "script", "loop"],
                   "lstm_T200_h64": ["native", "script", "loop"], "gru_T200_h64": ["script", "loop"]}
SKIPPED = 77


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workload", nargs="?", choices=list(IMPLEMENTATIONS))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--impl")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


def tune(threads):
    """Settings that have to be in the environment before the process starts.

    torch.set_num_threads does not reach the BLAS library behind Debian's PyTorch; and glibc otherwise gives large
    tensors back to the kernel at every step and faults their pages in again (up to a third of mlp100x256)."""
    wanted = {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads),
              "MALLOC_TRIM_THRESHOLD_": "2000000000", "MALLOC_MMAP_THRESHOLD_": "1000000000",
              "MALLOC_TOP_PAD_": "67108864"}
    if any(os.environ.get(key) != value for key, value in wanted.items()):
        os.environ.update(wanted)
        os.execv(sys.executable, [sys.executable, "-B", *sys.argv])


def bench(step, seconds, chunks=7):
    """Median steps a second, wall clock, and CPU seconds a step."""
    n, start = 0, time.perf_counter()
    while n < 5 or time.perf_counter() - start < seconds / 3:
        step(n)
        n += 1
    per_chunk = max(1, round(seconds / chunks / ((time.perf_counter() - start) / n)))
    rates, cpu = [], []
    for _ in range(chunks):
        own, wall = time.process_time(), time.perf_counter()
        for _ in range(per_chunk):
            step(n)
            n += 1
        rates.append(per_chunk / (time.perf_counter() - wall))
        cpu.append((time.process_time() - own) / per_chunk)
    return statistics.median(rates), statistics.median(cpu)


def check(workload, build):
    """Whether the first steps of all implementations record the same."""
    reference, good = None, True
    for impl in IMPLEMENTATIONS[workload]:
        step, log = build(workload, impl)
        rows = []
        for i in range(3):
            step(i)
            rows.append(log.last().clone())
        reference = reference or rows
        difference = max(float(((a - b).abs() / (b.abs() + 1e-12)).max()) for a, b in zip(rows[:1], reference))
        print(f"{workload:14s} {impl:8s} |row| {rows[0].norm():.6f}, differs by {difference:.1e}")
        good = good and difference < 2e-3
    return good


def main():
    args = parse()
    if args.list:
        print(json.dumps(IMPLEMENTATIONS))
        return 0
    if args.workload is None:
        sys.exit("which workload?")
    if importlib.util.find_spec("torch") is None:
        print("python3-torch is not installed")
        return SKIPPED
    tune(args.threads)
    import torch
    from peer_workloads import build
    torch.set_num_threads(args.threads)
    if args.check:
        return 0 if check(args.workload, build) else 1
    for impl in [args.impl] if args.impl else IMPLEMENTATIONS[args.workload]:
        step, _ = build(args.workload, impl)
        rate, cpu = bench(step, args.seconds)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(dict(workload=args.workload, impl=impl, record=1, threads=args.threads,
                              steps_per_s=round(rate, 2), cpu_ms_per_step=round(1e3 * cpu, 4),
                              peak_rss_mb=round(peak, 1))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
