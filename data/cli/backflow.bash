# bash completion for backflow                                   -*- shell-script -*-

_backflow_words ()
{
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

_backflow_files ()
{
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -X '!*.backflow' -- "$current"; compgen -d -- "$current")
}

# The first words of the lines of `backflow list KIND`.
_backflow_list ()
{
  "${COMP_WORDS[0]}" list "$@" 2>/dev/null | cut -d ' ' -f 1
}

_backflow_run ()
{
  local previous=${COMP_WORDS[COMP_CWORD-1]} done=

  case $previous in
    -o|--output)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -d -- "$current")
      return ;;
    -r|--report)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -X '!*.pdf' -- "$current"; compgen -d -- "$current")
      return ;;
    -f|--figures)
      [[ $current == *,* ]] && done=${current%,*},
      mapfile -t COMPREPLY < <(compgen -P "$done" -W "$(_backflow_list formats)" -- "${current##*,}")
      return ;;
    -s|--steps|-t|--threads)
      return ;;
  esac
  if [[ $current == -* ]]; then
    _backflow_words '--steps --output --figures --report --threads --dump --spectrum --quiet --help'
  else
    _backflow_files
  fi
}

_backflow ()
{
  local current=${COMP_WORDS[COMP_CWORD]}

  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    if [[ $current == -* ]]; then
      _backflow_words '--help --version'
    else
      _backflow_files
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W 'run check list' -- "$current")
    fi
    return
  fi
  case ${COMP_WORDS[1]} in
    run) _backflow_run ;;
    check)
      case ${COMP_WORDS[COMP_CWORD-1]} in
        -s|--steps) return ;;
      esac
      if [[ $current == -* ]]; then
        _backflow_words '--steps --help'
      else
        _backflow_files
      fi ;;
    list) ((COMP_CWORD == 2)) && _backflow_words "$(_backflow_list)" ;;
    *) _backflow_files ;;
  esac
}

complete -F _backflow backflow
