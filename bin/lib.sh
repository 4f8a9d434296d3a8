# Sourced by the scripts beside it: where the project lies, its Python, its virtual environment.
# Everything said here goes to stderr: stdout belongs to the command that is run.
# shellcheck shell=bash

set -euo pipefail

root="$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)"
venv="$root/.venv"
python="$venv/bin/python"
# Paths that a person types stay relative to their own folder: nothing here changes it.
export PYTHONPATH="$root" PYTHONNOUSERSITE=1
unset PYTHONHOME

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 2; }

# Whether a Python is one that we run on and has what it takes to make an environment. A shim
# that only says which versions there are fails here like any other.
is_usable() {
  "$1" -I -c 'import sys, ensurepip, sqlite3, ssl, venv
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() {
  local candidate
  for candidate in python3.13 python3.12 python3.11 python3 python; do
    if is_usable "$candidate"; then echo "$candidate"; return; fi
  done
  # pyenv keeps each version apart and offers by name only those that were chosen.
  for candidate in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[123].*/bin/python; do
    if is_usable "$candidate"; then echo "$candidate"; return; fi
  done
  return 1
}

choose_python() {
  if [ -n "${PYTHON:-}" ]; then
    is_usable "$PYTHON" || fail "PYTHON=$PYTHON 不可用：需要 3.11 至 3.13，并带有 venv、ssl、sqlite3。"
    echo "$PYTHON"
  elif ! find_python; then
    "$root/bin/packages" python >&2 || true
    find_python || fail "没有找到可用的 Python：请安装 3.11 至 3.13（Debian 上为 python3 与 python3-venv），或用 PYTHON=路径 指明。"
  fi
}

# What must hold of a finished environment: this Python, these requirements.
fingerprint() {
  "$1" -I -c 'import hashlib, sys
with open(sys.argv[1], "rb") as file:
    print(sys.version.split()[0], hashlib.sha256(file.read()).hexdigest())' "$2" 2>/dev/null
}

# ensure_venv base|test|lint: make .venv hold the requirements of that name, and be quick about
# it when it does. Nothing is ever removed: lint contains test, test contains base.
ensure_venv() {
  local wanted="$1"
  if is_current "$wanted"; then return; fi
  mkdir -p "$root/var"
  if command -v flock >/dev/null; then
    exec 9>"$root/var/.venv-lock"
    flock 9
  fi
  if ! is_current "$wanted"; then build_venv "$wanted"; fi
  exec 9>&-
}

is_current() {
  local requirements="$root/requirements/$1.txt" now
  [ ! -d "$root/.venv-building" ] || return 1
  now="$(fingerprint "$python" "$requirements")" || return 1
  [ -n "$now" ] && [ "$now" = "$(cat "$venv/bihuan-$1.stamp" 2>/dev/null)" ] || return 1
  [ -z "${PYTHON:-}" ] || [ "$now" = "$(fingerprint "$PYTHON" "$requirements")" ]
}

# The folder .venv-building stands while an environment is being built: one that is found
# standing tells of a build that was cut off, and of an environment not to be trusted.
build_venv() {
  local wanted="$1" name requirements="$root/requirements/$1.txt" interpreter
  if ! can_be_kept "$requirements"; then
    interpreter="$(choose_python)" || exit 2
    say "正在新建 Python 环境（$("$interpreter" -V)）……"
    mkdir -p "$root/.venv-building"
    "$interpreter" -I -m venv --clear "$venv" >&2 || fail "无法建立 $venv，请检查磁盘空间和权限。"
  fi
  say "正在安装 Python 依赖（requirements/$wanted.txt），首次约需一两分钟……"
  mkdir -p "$root/.venv-building"
  rm -f "$venv"/bihuan-*.stamp
  PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 "$python" -I -m pip install -qq --no-input \
    --require-hashes --only-binary :all: --requirement "$requirements" >&2 \
    || fail "依赖没有装完：请检查网络或 pip 的镜像设置后重新运行，已下载的不会重下。"
  for name in base test lint; do
    fingerprint "$python" "$root/requirements/$name.txt" >"$venv/bihuan-$name.stamp"
    if [ "$name" = "$wanted" ]; then break; fi
  done
  rmdir "$root/.venv-building"
}

# Whether what stands in .venv is whole, and of the Python that was asked for if one was.
can_be_kept() {
  [ ! -d "$root/.venv-building" ] && is_usable "$python" || return 1
  "$python" -I -m pip --version >/dev/null 2>&1 || return 1
  [ -z "${PYTHON:-}" ] || [ "$(fingerprint "$python" "$1")" = "$(fingerprint "$PYTHON" "$1")" ]
}

# bihuan ARGUMENTS…: the command line. -P keeps a folder of that name in the caller's from being
# taken for the program.
bihuan() { "$python" -P -m bihuan "$@"; }
