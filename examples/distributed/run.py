"""Runs `gongkai extract` over all reports of a portal on Dask, and writes its lines into a folder, one file a batch.

    python run.py --root PORTAL --out facts/                 on this machine, with 2 workers
    python run.py --root PORTAL --out facts/ --scheduler tcp://host:8786
    python run.py --root PORTAL --out facts/ --kill-after 10   kills a worker with SIGKILL after 10 batches

A batch is a pure function of its files: it may be done twice, by anybody, and gives the same lines. So a worker that dies
costs the batches that it was doing, and Dask gives those to another.
"""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

import dask.bag
from distributed import Client, LocalCluster, as_completed


def extract(paths, gongkai, root, out):
    """One batch: its lines go into a file that is there whole or not at all. Gives the name of the file and what was in it."""
    paths = list(paths)
    number, paths = paths[0][0], [path for _, path in paths]
    target = Path(out) / f"{number:06}.jsonl"
    (Path(out) / "attempts").mkdir(exist_ok=True)
    (Path(out) / "attempts" / f"{number:06}.{os.getpid()}").touch()
    begun = Path(out) / f".{number:06}.{os.getpid()}"
    with open(begun, "wb") as lines:
        # One file at a time: Dask has a worker for each core.
        command = [gongkai, "extract", "--root", root, "--jobs", "1"]
        subprocess.run(command, input="".join(f"{path}\n" for path in paths).encode(), stdout=lines, check=True)
        lines.flush()
        os.fsync(lines.fileno())
    with open(begun, "rb") as lines:
        count = sum(1 for _ in lines)
    if count != len(paths):
        raise RuntimeError(f"batch {number}: {count} lines for {len(paths)} paths")
    os.replace(begun, target)
    return [(target.name, count)]


def is_report(path):
    """What `gongkai extract` is asked of. It says of any other file that it is none, so this only saves lines."""
    return path.is_file() and path.name != "report.toml" and not path.name.endswith(".corrections.toml")


def busy_worker(client):
    """A worker with something to do, and its process."""
    processes = client.run(os.getpid)
    processing = client.processing()
    workers = sorted(processes, key=lambda worker: (-len(processing.get(worker, ())), worker))
    return workers[0], processes[workers[0]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gongkai", default="gongkai", help="the program, as the workers find it")
    parser.add_argument("--root", required=True, help="the portal's folder, as the workers see it")
    parser.add_argument("--out", required=True, help="the folder for the lines, as the workers see it: new or empty")
    parser.add_argument("--batch", type=int, default=50, help="how many reports a worker does at a time")
    parser.add_argument("--workers", type=int, default=2, help="how many workers there are on this machine")
    parser.add_argument("--scheduler", help="the address of a Dask scheduler; without it, a cluster on this machine")
    parser.add_argument("--kill-after", type=int, help="after so many batches, kill a worker of this machine (SIGKILL)")
    arguments = parser.parse_args()

    root, out = os.path.abspath(arguments.root), os.path.abspath(arguments.out)
    os.makedirs(out, exist_ok=True)
    if os.listdir(out):
        sys.exit(f"{out} is not empty")
    reports = Path(root, "content", "reports")
    paths = sorted(str(path.relative_to(root)) for path in reports.rglob("*") if is_report(path))
    numbered = [(at // arguments.batch, path) for at, path in enumerate(paths)]

    cluster = None
    if arguments.scheduler is None:
        cluster = LocalCluster(n_workers=arguments.workers, threads_per_worker=1, dashboard_address=None)
    with Client(arguments.scheduler or cluster) as client:
        # One partition is one batch. The result of a batch is the name of its file, so nothing large goes over the network.
        bag = dask.bag.from_sequence(numbered, partition_size=arguments.batch)
        bag = bag.map_partitions(extract, arguments.gongkai, root, out)
        futures = client.compute(bag.to_delayed())
        results, done, killed = [], 0, None
        for future, result in as_completed(futures, with_results=True):
            results.extend(result)
            future.release()  # else Dask does it again when the worker that holds the result dies
            done += 1
            if arguments.kill_after == done and cluster is not None:
                killed, process = busy_worker(client)
                os.kill(process, signal.SIGKILL)
                print(f"after {done} of {len(futures)} batches: worker {killed} (process {process}) killed", flush=True)
    if cluster is not None:
        cluster.close()

    for begun in Path(out).glob(".*"):
        begun.unlink()  # of workers that were killed
    attempts = list(Path(out, "attempts").iterdir())
    for attempt in attempts:
        attempt.unlink()
    Path(out, "attempts").rmdir()
    lines = sum(count for _, count in results)
    print(f"{lines} lines in {len(results)} files; {len(attempts)} attempts at {len(futures)} batches")
    if lines != len(paths):
        sys.exit(f"{len(paths)} reports, {lines} lines")
    if arguments.kill_after is not None and killed is None:
        sys.exit("there were too few batches to kill a worker on the way")


if __name__ == "__main__":
    main()
