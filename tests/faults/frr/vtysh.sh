#!/bin/bash
# What the faulty router has in place of `vtysh`: it counts the lines of each `vtysh -f`, and does what is in
# /faults/fault at one of them: `refuse 7`. `batch.N` and `errors.N` are the lines of call N and vtysh's errors.
real=/usr/lib/frr/vtysh
[ "$1" = -f ] && [ -e /faults/fault ] || exec $real "$@"
mapfile -t lines <"$2"
read -r fault at </faults/fault
exec 9>/faults/lock
flock 9
read -r call count </faults/count
echo $((call + 1)) $((count + ${#lines[@]})) >/faults/count
flock -u 9
index=$((at - count - 1))
[ $index -ge 0 ] && [ $index -lt ${#lines[@]} ] || { [ "$fault" = slow ] && sleep 0.3; fault=; }
ask() { echo "$1" >/faults/new && mv /faults/new /faults/ask; while [ -e /faults/ask ]; do sleep 0.01; done; }
cut() {
  pid=$PPID
  while [ "$pid" -gt 1 ] && [ "$(cat "/proc/$pid/comm")" != sshd ]; do pid=$(ps_parent "$pid"); done
  [ "$pid" -le 1 ] || kill -9 "$pid"
}
ps_parent() { while read -r key value; do [ "$key" != PPid: ] || echo "$value"; done <"/proc/$1/status"; }
case $fault in
  refuse) lines[index]="not-a-line-of-frr" ;;
  cut) cut; exit 1 ;;
  cut-within) lines=("${lines[@]:0:index+1}") ;;
  daemon) ask daemon ;;
  reboot) ask reboot ;;
esac
printf '%s\n' "${lines[@]}" >"/faults/batch.$call"
$real -f "/faults/batch.$call" 2>"/faults/errors.$call"
code=$?
cat "/faults/errors.$call" >&2
case $fault in cut-after | cut-within) cut ;; esac
exit $code
