#!/bin/sh
#zh 提交：sh submit.sh（在能用 sbatch 的机器上）。份数、日期可以改：WANJIA_SHARDS=20 WANJIA_DAY=2026-06-06 sh submit.sh
#en Submit with `sh submit.sh` where sbatch is. Parts and day may be others: WANJIA_SHARDS=20 WANJIA_DAY=2026-06-06 sh submit.sh
#zh 站点、成品、wanjia 这个程序，每台机器都要在同一个路径上看得到（共享文件夹，要能加锁：NFS 4、Lustre 的 flock、CephFS 都行）。
#en Sites, outputs and the program wanjia lie in a shared folder, at the same path on every node. It must take locks (NFS 4, Lustre with flock, CephFS do).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shards=${WANJIA_SHARDS:-@SHARDS@}
#zh 日期提交时就定下：半夜跑过零点，各份也还是同一天的站。
#en The day is fixed now: parts that run past midnight make sites of the same day.
day=${WANJIA_DAY:-$(TZ=CST-8 date +%Y-%m-%d)}
with=ALL,WANJIA_SHARDS=$shards,WANJIA_DAY=$day

#zh 数组从 0 数起，一共几份由 WANJIA_SHARDS 说。只重交几份也行：--array=3,7，别的照旧。
#en The array counts from 0, and WANJIA_SHARDS says how many parts there are. To submit a few again, write --array=3,7 and nothing else.
build=$(sbatch --parsable --array="0-$((shards - 1))" --export="$with" \
  --output="$here/build-%A_%a.log" "$here/build.sbatch")
build=${build%%;*}
#zh 收齐不能用 afterok：一个任务失败过、重排、做成了，afterok 也永远不满足。afterany 等都结束，再看成品本身。
#en Gathering must not hang on afterok, which is never satisfied once a task has failed, even if it was run again and is done.
#en afterany waits until all have ended, and then the outputs themselves are looked at.
gather=$(sbatch --parsable --dependency="afterany:$build" --export="$with" \
  --output="$here/gather-%j.log" "$here/gather.sbatch")
echo "build $build ($shards), gather ${gather%%;*}, $day"
