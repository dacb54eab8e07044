# The namespaces of an FRR router for tests; `tests/frr_router.py` starts it as process 1 of a process namespace of its
# own. The router's root is a file system of Debian's packages, in which sshd's sessions are; sshd itself and its users
# are those of the test, and it listens on the machine's 127.0.0.1.
# $1: the folder with the router's files, `layer` in it those that lie over FRR's root; $2: FRR's root; $3: sshd.
set -e
mount -t tmpfs none /run
mkdir -p /run/sshd /run/upper /run/work
mount -t overlay overlay -o "lowerdir=$1/layer:$2,upperdir=/run/upper,workdir=/run/work" /mnt
for file in passwd group shadow; do mount --bind "$1/$file" "/etc/$file"; done
cd /mnt
chown frr:frr run/frr
mount -t proc proc proc
mount --bind /dev dev
mount --bind "$1/frr" etc/frr
unshare --net sh -c '
    ip link set lo up
    for name in zebra staticd bfdd bgpd; do chroot /mnt "/usr/lib/frr/$name" -d; done
    chroot /mnt /usr/lib/frr/watchfrr -d zebra staticd bfdd bgpd'
chroot /mnt vtysh -b
exec "$3" -D -e -f "$1/sshd_config"
