#!/usr/bin/env bash
# A fleet built by a real Slurm of three nodes on this machine, with the jobs of `wanjia fleet engine slurm`: seconds with one,
# two and three nodes; then one node is lost with all that runs on it, and of another only its daemon. At the end every site is
# there, byte for byte what one machine builds.
#
#   benches/slurm.sh [SITES] [PARTS]          SITES: 60, PARTS: 6
#
# It takes Debian's slurm-wlm and munge, and a user who may run them (root). Nothing listens outside of 127.0.0.1. WANJIA names
# another program. HOLD=1 waits for as long as Slurm holds a task that was queued again (two minutes).
set -euo pipefail
cd "$(dirname "$0")/.."
sites=${1:-60} parts=${2:-6}

for tool in slurmctld slurmd munged sbatch; do
  command -v "$tool" >/dev/null && continue
  echo "There is no $tool: apt-get install slurm-wlm munge. Nothing was measured."
  exit 0
done
if [[ -z ${WANJIA:-} ]]; then
  cargo build --release
  WANJIA=${CARGO_TARGET_DIR:-target}/release/wanjia
fi
base=$(mktemp -d)
install -m 755 "$WANJIA" "$base/wanjia"
chmod 755 "$base"
pids=()
cleanup() {
  on_node n1 n2 n3 | xargs -r kill -9 2>/dev/null || true
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  sleep 2
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$base"
}
trap cleanup EXIT

# What jobs have started on nodes, and the steps that hold them: only those of this run have its folder in their environment.
on_node() {
  python3 - "$base" "$@" <<'END'
import os, sys
base, nodes = sys.argv[1].encode(), {b"SLURMD_NODENAME=" + name.encode() for name in sys.argv[2:]}
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        said = open(f"/proc/{pid}/environ", "rb").read().split(b"\0")
        if nodes.intersection(said) and any(base in value for value in said) and int(pid) != os.getpid():
            parent = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1]
            name = open(f"/proc/{parent}/comm").read()
            print(pid)
            if name.startswith("slurmstepd"):
                print(parent)
    except OSError:
        pass
END
}

# The cluster
host=$(hostname -s)
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
mkdir -p "$base"/{munge,state,spool,log}
head -c 1024 /dev/urandom >"$base/munge/key"
chmod 400 "$base/munge/key"
export SLURM_CONF=$base/slurm.conf
{
  cat <<END
ClusterName=wanjia
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$base/munge/socket
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$base/state
SlurmdSpoolDir=$base/spool/%n
SlurmctldPidFile=$base/slurmctld.pid
SlurmdPidFile=$base/slurmd.%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SlurmdParameters=config_overrides
MpiDefault=none
ReturnToService=2
SlurmdTimeout=5
JobRequeue=1
MinJobAge=3600
END
  for n in 1 2 3; do
    echo "NodeName=n$n NodeHostname=$host NodeAddr=127.0.0.1 Port=$(free_port) CPUs=1 State=UNKNOWN"
  done
  echo "PartitionName=all Nodes=n1,n2,n3 Default=YES MaxTime=INFINITE State=UP"
} >"$SLURM_CONF"
munged --foreground --force --key-file="$base/munge/key" --socket="$base/munge/socket" --pid-file="$base/munge/pid" \
  --log-file="$base/log/munged" --seed-file="$base/munge/seed" >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 50); do [[ -S $base/munge/socket ]] && break; sleep 0.1; done
slurmctld -D -i -L "$base/log/slurmctld" >/dev/null 2>&1 &
pids+=($!)
declare -A daemon
node() {
  slurmd -D -N "$1" -L "$base/log/$1" >/dev/null 2>&1 &
  daemon[$1]=$! pids+=($!)
  for _ in $(seq 100); do [[ $(sinfo -h -n "$1" -o %t 2>/dev/null) == idle ]] && return; sleep 0.2; done
  echo "Node $1 did not come up"; tail -5 "$base/log/$1"; exit 1
}

# The fleet, and what one machine makes of it
python3 benches/county-sites.py "$base" --sites "$sites" --wanjia "$base/wanjia" >/dev/null 2>&1
fleet=$base/fleet day=2026-06-06
export WANJIA_LANG=en WANJIA_DAY=$day WANJIA_CACHE_KEY=bench HOME=$base
forget() { rm -rf "$fleet/out" "$fleet/.wanjia" "$fleet"/sites/*/.wanjia "$base/jobs"/*.log "$base/begun"; }
# A program that notes each task that it begins, as the jobs call it
cat >"$base/noted" <<END
#!/bin/sh
[ "\$2" = build ] && echo "\$SLURM_ARRAY_TASK_ID" >>"$base/begun"
exec "$base/wanjia" "\$@"
END
chmod 755 "$base/noted"
"$base/wanjia" fleet engine slurm "$base/jobs" --root "$fleet" --shards "$parts" >/dev/null 2>&1
sed -i "s#^'[^']*' fleet build#'$base/noted' fleet build#" "$base/jobs/build.sbatch"
begin=$(date +%s.%N)
"$base/wanjia" fleet build --root "$fleet" --as-of "$day" 2>/dev/null
alone=$(python3 -c "print(f'{$(date +%s.%N) - $begin:.1f}')")
mv "$fleet/out" "$base/alone"
files=$(find "$base/alone" -type f | wc -l)

# Submits the jobs and waits for the last; `during` is called every half second with the number of sites that are there.
build_id='' gather_id='' took=''
during() { :; }
run() {
  forget
  local begin said
  begin=$(date +%s.%N)
  said=$(sh "$base/jobs/submit.sh")
  build_id=$(sed -n 's/^build \([0-9]*\).*/\1/p' <<<"$said") gather_id=$(sed -n 's/.*gather \([0-9]*\).*/\1/p' <<<"$said")
  while squeue -h -j "$gather_id" 2>/dev/null | grep -q .; do
    [[ -n ${HOLD:-} ]] || for held in $(squeue -h -j "$build_id" -t PD -r -o '%i %r' 2>/dev/null | awk '/BeginTime/ {print $1}'); do
      scontrol update JobId="$held" StartTime=now 2>/dev/null || true
    done
    during "$(find "$fleet/out" -maxdepth 2 -name manifest.json 2>/dev/null | wc -l)"
    sleep 0.5
  done
  took=$(python3 -c "print(f'{$(date +%s.%N) - $begin:.1f}')")
}
verdict() {
  local code twice equal=no waited
  code=$(scontrol show job "$gather_id" | sed -n 's/.*ExitCode=\([0-9]*\):.*/\1/p' | head -1)
  twice=$(($(wc -l <"$base/begun") - parts))
  waited=$(cat "$base/jobs"/build-*.log | grep -c 'waiting for it' || true)
  diff -r "$base/alone" "$fleet/out" >/dev/null && equal=yes
  printf '| %s | %s | %s | %s | %s | %s |\n' "$1" "$took" "$twice" "$waited" "$code" "$equal"
  [[ $code == 0 && $equal == yes ]] || { tail -5 "$base/jobs"/*.log; exit 1; }
}

echo "$(slurmctld -V), $sites sites in $parts parts, $files files, $(nproc) cores; one machine without Slurm: $alone s"
echo
echo "| nodes | seconds | tasks run again | sites waited for | gather | equal to one machine |"
echo "|---|---|---|---|---|---|"
node n1; run; verdict "1"
node n2; run; verdict "2"
node n3; run; verdict "3"

# A node is lost: its daemon, the steps, and what they run, all at once
lost=''
during() {
  [[ -n $lost || $1 -lt $((sites / 5)) ]] && return
  lost=yes
  kill -9 "${daemon[n2]}"; wait "${daemon[n2]}" 2>/dev/null || true
  on_node n2 | xargs -r kill -9 2>/dev/null || true
}
run; verdict "3, one lost"
node n2

# Only its daemon dies: the task goes on, and is given to another node as well
lost=''
during() {
  [[ -n $lost || $1 -lt $((sites / 5)) ]] && return
  lost=yes
  kill -9 "${daemon[n3]}"; wait "${daemon[n3]}" 2>/dev/null || true
}
run; verdict "3, a daemon lost"
