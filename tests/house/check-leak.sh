#!/bin/sh
# check-leak.sh LEAK-PROGRAM: every way of leaking it knows must be reported.
echo 'TAP version 13'
number=0
for way in $("$1")
do
  number=$((number + 1))
  said=$("$1" "$way" 2>&1)
  case $?:$said in
    0:*) echo "not ok $number $way" ;;
    *LeakSanitizer*"forget_$way"*) echo "ok $number $way" ;;
    *) echo "not ok $number $way"; echo "$said" | sed 's/^/# /' ;;
  esac
done
"$1" nothing || { number=$((number + 1)); echo "not ok $number nothing forgotten"; }
echo "1..$number"
