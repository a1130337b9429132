#!/usr/bin/python3
"""Training speed against the peer and against the limit: a table, and whether the bars are met.

    compare.py BENCH [--backflow PROGRAM] [--rounds N] [--seconds S] [--only WORKLOAD ...] [--out FILE.jsonl]

BENCH is bench-training. The peer is peer_torch.py's fastest implementation of the workload, chosen in a short trial.
Program and peer take turns, and a ratio is taken within a turn, so that both meet the same state of the machine; the
median over the turns is reported with its range. On a loaded machine ratios to the peer rise, since interpreters suffer
more: the share of the step that its matrix products alone would take, measured in the same run, is the figure beside
them. Without PyTorch the peer's part is skipped, and so is the run as a whole (status 77).
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PEER = [sys.executable, "-B", os.path.join(HERE, "peer_torch.py")]
SKIPPED = 77

# Least ratio to the peer, least share of the step that the products alone take (None: no bar), and whether the cost of
# recording is bounded.
BARS = {
    "mlp20x64": (4, 0.75, True),
    "mlp50x128": (2.5, None, True),
    "mlp100x256": (1.05, 0.90, True),
    "tiny2d": (100, None, False),
    "rnn_T200_h64": (2.8, 0.60, True),
    "lstm_T200_h64": (3, 0.60, True),
    "gru_T200_h64": (3.5, 0.60, True),
}
RECORDING_COST = 0.10
PEAK_MEMORY = ("lstm_T200_h64", 150)    # MB
TWO_CORES = 1.8


def run(command):
    """The JSON lines a program prints; None where it says that it must be skipped."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == SKIPPED:
        return None
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        sys.exit(f"{' '.join(command)}: no result (status {done.returncode})\n{done.stderr}")
    return lines


def fastest_peer(workload):
    """The name of the peer's fastest implementation; None without PyTorch."""
    results = run([*PEER, workload, "--seconds", "1"])
    return results and max(results, key=lambda result: result["steps_per_s"])["impl"]


def compare(workload, args):
    """The medians of a workload."""
    impl = fastest_peer(workload)
    own, peer, ratios = [], [], []
    for _ in range(args.rounds):
        own.append(run([args.bench, workload, "--seconds", str(args.seconds)])[-1])
        if impl:
            peer.append(run([*PEER, workload, "--impl", impl, "--seconds", str(args.seconds)])[-1])
            ratios.append(peer[-1]["cpu_ms_per_step"] / own[-1]["cpu_ms_per_step"])

    def median(results, key):
        return statistics.median(result[key] for result in results) if results else None
    return dict(workload=workload, peer=impl, steps_per_s=median(own, "steps_per_s"),
                peer_steps_per_s=median(peer, "steps_per_s"), ratio=statistics.median(ratios) if ratios else None,
                ratio_range=[min(ratios), max(ratios)] if ratios else None, sgemm_share=median(own, "sgemm_share"),
                sgemm_gflops=median(own, "sgemm_gflops"), recording_cost=median(own, "recording_cost"),
                peak_rss_mb=median(own, "peak_rss_mb"))


def throughput(backflow, n):
    """Steps a second of @n equal configurations run side by side, together."""
    configurations = [{"name": f"Network {i}", "seed": i + 1, "task": {"type": "digits"},
                       "layers": [{"units": 64, "repeat": 20, "activation": "tanh", "initializer": "xavier-normal"}],
                       "training": {"optimizer": "sgd", "learning_rate": 0.01, "batch_size": 64, "steps": 3000}}
                      for i in range(n)]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "experiment.backflow")
        with open(path, "w") as file:
            json.dump({"format": "backflow-experiment", "version": 1, "configurations": configurations}, file)
        output = os.path.join(folder, "results")
        subprocess.run([backflow, "run", path, "--threads", str(n), "--output", output, "--quiet"], check=True)
        total = 0
        for name in os.listdir(output):
            summary = os.path.join(output, name, "summary.json")
            if os.path.exists(summary):
                with open(summary) as file:
                    total += json.load(file)["steps_per_second"]
    return total


def two_cores(backflow, rounds):
    return statistics.median(throughput(backflow, 2) / throughput(backflow, 1) for _ in range(rounds))


def print_table(rows):
    print(f"{'workload':14s} {'steps/s':>10s} {'peer':>9s}  {'':7s} {'ratio':>7s} {'range':>15s} {'sgemm':>7s} "
          f"{'GFLOP/s':>8s} {'recording':>10s} {'peak MB':>8s}")
    for row in rows:
        peer = f"{'-':>9s}  {'':7s} {'-':>7s} {'-':>15s}"
        if row["ratio"] is not None:
            low, high = row["ratio_range"]
            peer = (f"{row['peer_steps_per_s']:9.1f}  {row['peer']:7s} {row['ratio']:6.2f}x "
                    f"{f'{low:.2f} to {high:.2f}':>15s}")
        print(f"{row['workload']:14s} {row['steps_per_s']:10.1f} {peer} {row['sgemm_share']:7.0%} "
              f"{row['sgemm_gflops']:8.1f} {row['recording_cost']:10.1%} {row['peak_rss_mb']:8.1f}")


def verdicts(rows, cores):
    """(met or not, what) of every bar that was measured."""
    for row in rows:
        name = row["workload"]
        ratio, share, recording = BARS[name]
        if row["ratio"] is not None:
            yield row["ratio"] >= ratio, f"{name}: {row['ratio']:.2f} times the peer, at least {ratio}"
        if share is not None:
            yield (row["sgemm_share"] >= share,
                   f"{name}: the products alone take {row['sgemm_share']:.0%} of the step, at least {share:.0%}")
        if recording:
            yield (row["recording_cost"] <= RECORDING_COST,
                   f"{name}: recording costs {row['recording_cost']:.1%}, at most {RECORDING_COST:.0%}")
        if name == PEAK_MEMORY[0]:
            yield (row["peak_rss_mb"] < PEAK_MEMORY[1],
                   f"{name}: {row['peak_rss_mb']:.0f} MB at most at a time, below {PEAK_MEMORY[1]}")
    if cores is not None:
        yield cores >= TWO_CORES, f"two configurations on two cores: {cores:.2f} times one, at least {TWO_CORES}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--backflow")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--only", nargs="+", choices=list(BARS), default=list(BARS))
    parser.add_argument("--out", help="also writes a line of JSON for each workload")
    args = parser.parse_args()
    rows = [compare(workload, args) for workload in args.only]
    cores = two_cores(args.backflow, args.rounds) if args.backflow and os.cpu_count() > 1 else None
    print_table(rows)
    if args.out:
        with open(args.out, "w") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    results = list(verdicts(rows, cores))
    for met, what in results:
        print(f"{'pass' if met else 'FAIL'}  {what}")
    if not all(met for met, _ in results):
        return 1
    if rows[0]["ratio"] is None:
        print("The comparison with PyTorch was skipped: python3-torch is not installed.")
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
