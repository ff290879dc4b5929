# Sourced by the scripts that look for what the tests need and install what is missing.

# first_program PATH…: prints the first that can be run; fails when none can.
first_program() {
  local path
  for path in "$@"; do
    if [ -n "$path" ] && [ -x "$path" ]; then
      printf '%s\n' "$path"
      return
    fi
  done
  return 1
}

# install_packages PACKAGE…: by apt-get where there is one and it may be used. One by one: a package that this system does
# not have must not cost the others.
install_packages() {
  [ $# -gt 0 ] && command -v apt-get >/dev/null || return 0
  local as_root=() package
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null || return 0
  echo "Installing $* with apt-get" >&2
  ${as_root[@]+"${as_root[@]}"} apt-get update -qq >&2
  for package in "$@"; do
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$package" >&2 || echo "$package could not be installed" >&2
  done
}
