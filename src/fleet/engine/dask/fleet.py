#!/usr/bin/env python3
#zh 在 Dask 集群上生成各站，再收齐：
#en Builds the sites on a Dask cluster, then gathers:
#   pip install distributed
#   dask scheduler --host 127.0.0.1
#   dask worker --nthreads 1 tcp://127.0.0.1:8786
#   python3 fleet.py tcp://127.0.0.1:8786
#zh 站点、成品、wanjia 这个程序，每台机器都要在同一个路径上看得到。调度器没有口令：只放在自己的网里。
#en Sites, outputs and the program wanjia lie at the same path on every machine. The scheduler has no password: keep it inside.
import argparse
import datetime
import subprocess
import sys

from distributed import Client, as_completed

PROGRAM = @PROGRAM@
ROOT = @ROOT@
SHARDS = @SHARDS@


def wanjia(*arguments):
    #zh 程序在自己的进程里跑：它出什么事，也不连累 Dask 的进程。
    #en The program has a process of its own: whatever happens to it does no harm to the worker.
    line = [PROGRAM, "fleet", *arguments, "--root", ROOT]
    #zh 它说的是 UTF-8，不管这台机器用什么字符集。
    #en It speaks UTF-8, whatever the character set of this machine is.
    return subprocess.run(
        line, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace"
    )


def build(part, shards, day):
    #zh 一份可能做两遍，甚至同时做：后来的等着，做好的不再做，成品一次换上。
    #en A part may be built twice, even at the same time: who comes second waits, what is done is passed by, and an output is
    #en exchanged in one step.
    done = wanjia("build", "--shard", f"{part}/{shards}", "--resume", "--as-of", day)
    #zh 1 是内容有错误，再做也一样；别的（被杀掉、磁盘满）由 retries 再做。
    #en 1 is an error in the content, which another try does not mend; anything else is tried again by `retries`.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{part}/{shards}: {done.returncode}: {done.stderr[-2000:]}")
    return part, done.returncode, done.stderr[-2000:]


def gather(day, timeout):
    done = wanjia("gather", "--as-of", day, "--timeout", str(timeout))
    return done.returncode, done.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("scheduler")
    parser.add_argument("--shards", type=int, default=SHARDS)
    #zh 日期先定下：跑过零点，各份也还是同一天的站。
    #en The day is fixed first: parts that run past midnight make sites of the same day.
    shanghai = datetime.timezone(datetime.timedelta(hours=8))
    parser.add_argument("--day", default=datetime.datetime.now(shanghai).date().isoformat())
    asked = parser.parse_args()

    client = Client(asked.scheduler)
    #zh pure=False：同样的调用也要真做；否则 Dask 会把上一次的结果、连同上一次的错误，当作这一次的。
    #en pure=False: what was called before is done again; else the result of the last run, or its error, would be taken for this one's.
    parts = client.map(
        build, range(1, asked.shards + 1), shards=asked.shards, day=asked.day, retries=3, pure=False
    )
    lost = 0
    for future in as_completed(parts):
        if future.status == "finished":
            part, code, said = future.result()
            print(f"{part}/{asked.shards}: {code}", said if code else "", flush=True)
        else:
            lost += 1
            print(future.exception(), flush=True)
    #zh 一台机器没了，它起的程序可能还在写：收齐要等一等。
    #en Where a worker is gone, the program that it started may still be writing: gathering waits for it.
    code, said = client.submit(gather, asked.day, 0 if lost else 900, pure=False).result()
    print(said)
    client.close()
    sys.exit(code)


if __name__ == "__main__":
    main()
