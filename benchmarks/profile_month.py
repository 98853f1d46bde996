"""Where a month goes: CPU time by process, and with ``--functions`` by function.

python benchmarks/profile_month.py [--scenario baseline] [--months 12] [--set routes.replan_months=1] [--functions]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time

import corredor


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scenario", default="baseline")
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--warm", type=int, default=3)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--functions", action="store_true")
    wanted = parser.parse_args()
    changes = dict(item.split("=", 1) for item in wanted.set)
    scenario = corredor.load(wanted.scenario, changes)
    began = time.process_time()
    model = corredor.TraffickingModel(scenario)
    built = time.process_time() - began
    for _ in range(wanted.warm):
        model.step()
    spent: dict[str, list[float]] = {}
    whole = []
    for _ in range(wanted.months):
        month = time.process_time()
        model.ledger.new_month()
        model.levers.reset()
        model.spent_usd.fill(0.0)
        for policy in model.policies:
            policy.step()
        for process in model.processes:
            began = time.process_time()
            process.step()
            spent.setdefault(process.name, []).append(time.process_time() - began)
        model.month += 1
        whole.append(time.process_time() - month)
    region, plans = model.region, model.traffic.plans
    print(f"{region.name} {region.resolution}°: {region.n} cells, {len(region.arcs.tail)} arcs, {len(plans)} senders")
    print(f"built in {built:.2f} s; month {statistics.median(whole) * 1e3:.2f} ms")
    for name, seconds in spent.items():
        middle, least, most = (1e3 * f(seconds) for f in (statistics.median, min, max))
        print(f"{name:16s} {middle:8.3f} ms {least:8.3f} to {most:8.3f}")
    print("checks", model.traffic.loads, f"{model.traffic.delivered_kg.sum():.9g} {plans.netback.clip(0).sum():.12g}")
    if wanted.functions:
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(wanted.months):
            model.step()
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
