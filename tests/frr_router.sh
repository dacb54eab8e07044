# The namespaces of an FRR router for tests; `tests/frr_router.py` starts it as process 1 of a process namespace of its
# own. The router's root is a file system of Debian's packages, in which sshd's sessions are; sshd itself and its users
# are those of the test, and it listens on the machine's 127.0.0.1.
# $1: the folder with the router's files; $2: FRR's root; $3: busybox; $4: sshd.
set -e
mount -t tmpfs none /run
mkdir -p /run/sshd /run/upper /run/work
mount -t overlay overlay -o "lowerdir=$2,upperdir=/run/upper,workdir=/run/work" /mnt
for file in passwd group shadow; do mount --bind "$1/$file" "/etc/$file"; done
cd /mnt
mkdir -p proc dev tmp home run/frr etc/pam.d var/tmp
ln -sfn ../run var/run
chmod 1777 tmp var/tmp
chown frr:frr run/frr
mount -t proc proc proc
mount --bind /dev dev
mount --bind "$1/frr" etc/frr
cp "$1/passwd" "$1/group" etc/
cp "$3" bin/busybox
ln -s bash bin/sh
for name in $(bin/busybox --list); do [ -e "bin/$name" ] || [ -e "usr/bin/$name" ] || ln -s busybox "bin/$name"; done
rm bin/ip
if [ -e "$1/ip" ]; then cp "$1/ip" bin/ip; fi
for name in auth account session; do echo "$name required pam_permit.so"; done >etc/pam.d/frr
unshare --net sh -c '
    ip link set lo up
    for name in zebra staticd bfdd bgpd; do chroot /mnt "/usr/lib/frr/$name" -d; done
    chroot /mnt /usr/lib/frr/watchfrr -d zebra staticd bfdd bgpd'
chroot /mnt vtysh -b
exec "$4" -D -e -f "$1/sshd_config"
