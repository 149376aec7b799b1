#!/bin/sh
# Installs Otklik as a service of systemd, or brings an installed one up to date (docs/vps.md).
# Run it from the unpacked folder as root. It asks nothing, says each step, and may be run again at any time:
# what belongs to you (/var/lib/otklik with sources.yaml, .env and the database) is never changed by it.
set -eu

PROGRAM=/opt/otklik
DATA=/var/lib/otklik
CACHE=/var/cache/otklik
COMMAND=/usr/local/bin/otklik
UNIT=/etc/systemd/system/otklik.service

step() { printf '\n== %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

cd "$(dirname "$0")/.."
[ -f requirements.lock ] && [ -f deploy/otklik.service ] || fail "This is not the folder of Otklik: requirements.lock is missing."
[ "$(id -u)" = 0 ] || fail "This needs an administrator: sudo sh deploy/install.sh"

step "1 of 5: Python 3.11 or later"
python=
for one in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$one" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
        python=$one
        break
    fi
done
[ -n "$python" ] || fail "There is none. Take a server with Debian 12 or Ubuntu 24.04 or later."
"$python" -c 'import ensurepip, venv' 2>/dev/null || fail "Its venv module is missing: apt-get install -y python3-venv"
"$python" --version

step "2 of 5: a user of its own, otklik, and its folder $DATA"
id -u otklik >/dev/null 2>&1 || useradd --system --home-dir "$DATA" --no-create-home --shell /usr/sbin/nologin otklik
install -d -o otklik -g otklik -m 0750 "$DATA" "$CACHE"

step "3 of 5: the program, in $PROGRAM (some minutes)"
[ -x "$PROGRAM/bin/python" ] || "$python" -m venv "$PROGRAM"
"$PROGRAM/bin/pip" install -qq --require-hashes -r requirements.lock
"$PROGRAM/bin/pip" install -qq --no-deps --force-reinstall .

step "4 of 5: the command otklik, which works as that user in that folder"
cat >"$COMMAND" <<END
#!/bin/sh
[ "\$(id -u)" = 0 ] || exec sudo "\$0" "\$@"
umask 077
cd $DATA && exec setpriv --reuid=otklik --regid=otklik --init-groups env HOME=$DATA MPLCONFIGDIR=$CACHE $PROGRAM/bin/otklik "\$@"
END
chmod 0755 "$COMMAND"

step "5 of 5: the service, which starts with the machine"
install -m 0644 deploy/otklik.service "$UNIT"
[ -d /run/systemd/system ] || fail "systemd does not run here: start $COMMAND run in another way."
systemctl daemon-reload
systemctl --quiet enable otklik
if [ -f "$DATA/sources.yaml" ]; then
    "$COMMAND" check || fail "Correct this, then: systemctl restart otklik"
    systemctl restart otklik
    printf '\nIt runs. Look at it: systemctl status otklik\n'
else
    printf '\nInstalled. Now tell it whom to watch: otklik init\n'
fi
