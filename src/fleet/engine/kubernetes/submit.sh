#!/bin/sh
#zh 提交：sh submit.sh（先有镜像：sh image.sh；先有卷：kubectl apply -f storage.yaml，站点放进去）。
#en Submit with `sh submit.sh`, once there is an image (`sh image.sh`) and a volume with the sites in it (`kubectl apply -f storage.yaml`).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
day=${WANJIA_DAY:-$(TZ=CST-8 date +%Y-%m-%d)}

kubectl delete job wanjia-build wanjia-gather --ignore-not-found
kubectl create configmap wanjia-run --from-literal="day=$day" --dry-run=client -o yaml | kubectl apply -f -
kubectl apply -f "$here/build.yaml"
#zh 失败了也要往下走：别的站都生成了，收齐的任务会说出缺哪几个。
#en Also when it fails: all other sites are there, and gathering says which are missing.
until kubectl get job wanjia-build -o 'jsonpath={.status.conditions[*].type}' | grep -Eq 'Complete|Failed'; do
  sleep 10
done
kubectl apply -f "$here/gather.yaml"
until kubectl get job wanjia-gather -o 'jsonpath={.status.conditions[*].type}' | grep -Eq 'Complete|Failed'; do
  sleep 10
done
kubectl logs job/wanjia-gather
