#!/bin/bash
# What the faulty router has in place of `vtysh`: it counts the lines of each `vtysh -f`, and does what is in
# /faults/fault at one of them: `refuse 7`. `batch.N` and `errors.N` are the lines of call N and vtysh's errors.
# `away`: every later command is cut; `again`: the second cut of `cut-undo` was done.
real=/usr/lib/frr/vtysh
[ -e /faults/fault ] || exec $real "$@"
read -r fault at </faults/fault
cut() {
  pid=$PPID
  while [ "$pid" -gt 1 ] && [ "$(cat "/proc/$pid/comm")" != sshd ]; do pid=$(parent "$pid"); done
  [ "$pid" -le 1 ] || kill -9 "$pid"
}
parent() { while read -r key value; do [ "$key" != PPid: ] || echo "$value"; done <"/proc/$1/status"; }
[ ! -e /faults/away ] || { cut; exit 1; }
[ "$1" = -f ] || exec $real "$@"
mapfile -t lines <"$2"
[ "${lines[-1]}" != '! end of input' ] || unset 'lines[-1]'
exec 9>/faults/lock
flock 9
read -r call count </faults/count
echo $((call + 1)) $((count + ${#lines[@]})) >/faults/count
flock -u 9
index=$((at - count - 1))
if [ $index -ge ${#lines[@]} ]; then
  fault=
elif [ $index -lt 0 ]; then
  case $fault in
    slow) sleep 0.3 ;;
    # The next call, which is the undo, breaks off after its first line.
    cut-undo) if [ -e /faults/again ]; then fault=; else : >/faults/again; index=0; fi ;;
    *) fault= ;;
  esac
fi
ask() { echo "$1" >/faults/new && mv /faults/new /faults/ask; while [ -e /faults/ask ]; do sleep 0.05; done; }
case $fault in
  refuse) lines[index]="not-a-line-of-frr" ;;
  cut) cut; exit 1 ;;
  cut-within | cut-undo) lines=("${lines[@]:0:index+1}") ;;
  daemon | reboot) ask "$fault" ;;
esac
printf '%s\n' "${lines[@]}" >"/faults/batch.$call"
$real -f "/faults/batch.$call" 2>"/faults/errors.$call"
code=$?
cat "/faults/errors.$call" >&2
case $fault in
  cut-after | cut-within | cut-undo) cut ;;
  away) : >/faults/away; cut ;;
esac
exit $code
