#!/bin/sh
#zh 做镜像：sh image.sh。只用这台机器上的文件，不用网络：程序本身，和它用到的几个系统库（静态的程序一个也不用）。
#en Makes the image: `sh image.sh`. It is made of files of this machine, without a network: the program, and the few libraries of the
#en system that it uses (a static one uses none).
#zh 程序换一个：WANJIA=/路径/wanjia sh image.sh。静态的这样做：cargo build --release --target x86_64-unknown-linux-musl
#en Another program: WANJIA=/path/wanjia sh image.sh. A static one: cargo build --release --target x86_64-unknown-linux-musl
set -eu
cd "$(dirname "$0")"
program=${WANJIA:-@PROGRAM@}

rm -rf root
mkdir -p root/usr/local/bin root/tmp
cp "$program" root/usr/local/bin/wanjia
chmod 755 root/usr/local/bin/wanjia
#zh ldd 说出库和它们的路径，照原样放。
#en ldd names the libraries with their paths; each goes to the same place.
for library in $(ldd "$program" 2>/dev/null | grep -o '/[^ ]*' | sort -u); do
  mkdir -p "root$(dirname "$library")"
  cp -L "$library" "root$library"
done

#zh 用 buildah、podman、docker 里有的那一个；都没有，root/ 和 Containerfile 拿到有的机器上做。
#en With buildah, podman or docker, whichever is there; else take root/ and the Containerfile to a machine that has one.
for tool in buildah podman docker; do
  if command -v "$tool" >/dev/null; then
    exec "$tool" build --network=none -f Containerfile -t @IMAGE@ .
  fi
done
echo "root/ + Containerfile"
