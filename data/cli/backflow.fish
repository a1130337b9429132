# fish completion for backflow

complete -c backflow -f
complete -c backflow -n __fish_use_subcommand -a run -d 'Train an experiment file and write results'
complete -c backflow -n __fish_use_subcommand -a check -d 'Check gradients against central differences'
complete -c backflow -n __fish_use_subcommand -a list -d 'Show what can be chosen in an experiment file'
complete -c backflow -n __fish_use_subcommand -s h -l help -d 'Show the help'
complete -c backflow -n __fish_use_subcommand -l version -d 'Show the version'
complete -c backflow -n 'not __fish_seen_subcommand_from list' -k -a '(__fish_complete_suffix .backflow)'

complete -c backflow -n '__fish_seen_subcommand_from list' -a '(backflow list 2>/dev/null)'

complete -c backflow -n '__fish_seen_subcommand_from run' -s s -l steps -x -d 'Train each configuration for N steps'
complete -c backflow -n '__fish_seen_subcommand_from run' -s o -l output -x -a '(__fish_complete_directories)' -d 'Write results to this folder'
complete -c backflow -n '__fish_seen_subcommand_from run' -s f -l figures -x -a '(__fish_complete_list , "backflow list formats 2>/dev/null | string replace -r \' .*\' \'\'")' -d 'Also write the figures'
complete -c backflow -n '__fish_seen_subcommand_from run' -s r -l report -r -F -d 'Also write a PDF of all figures and verdicts'
complete -c backflow -n '__fish_seen_subcommand_from run' -s t -l threads -x -d 'Use N threads'
complete -c backflow -n '__fish_seen_subcommand_from run' -l dump -d 'Also write weights, mini-batch and gradients'
complete -c backflow -n '__fish_seen_subcommand_from run' -l spectrum -d 'Also write singular values of Jacobians and weights'
complete -c backflow -n '__fish_seen_subcommand_from run' -s q -l quiet -d 'Say nothing but errors'
complete -c backflow -n '__fish_seen_subcommand_from run' -s h -l help -d 'Show the help'

complete -c backflow -n '__fish_seen_subcommand_from check' -s s -l steps -x -d 'Train each configuration for N steps first'
complete -c backflow -n '__fish_seen_subcommand_from check' -s h -l help -d 'Show the help'
