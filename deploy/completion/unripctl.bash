# Completion for bash: . deploy/completion/unripctl.bash, or put it under
# /usr/share/bash-completion/completions/unripctl.

_unripctl() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]} words
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="status watch why quotes pnl arm disarm kill limits refresh balance deposits withdraw keys doctor export replay probe --help --version"
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
        return
    fi
    case $before in
        --format) mapfile -t COMPREPLY < <(compgen -W "jsonl csv" -- "$word"); return ;;
        --out | --policy | --file) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
        --ended)
            words="declined refused rejected accepted unknown matched settled failed expired settlement_unknown undecided not_commanded commanded executor_absent"
            mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
            return
            ;;
        --ttl | --reason | --at | --who | --since | --limit | --key | --from | --to | --backfill | --heartbeat-every) return ;;
    esac
    case $verb in
        status | balance | deposits | doctor | why) words="--json" ;;
        watch) words="--once --backfill --heartbeat-every --json" ;;
        quotes) words="--since --ended --reason --limit --json" ;;
        pnl) words="--since --json" ;;
        arm) words="strategy executor all --ttl --reason --force --at --who --yes" ;;
        disarm) words="strategy executor all --reason --revoke --at --who" ;;
        kill) words="--reason --who" ;;
        limits) words="get set max_notional_eure= --reason --who --yes --json" ;;
        refresh) words="market-reference-ingest inventory-sync liquidity-manager" ;;
        withdraw) words="estimate send track list freeze unfreeze btc eure --key --reason --who --yes --json" ;;
        keys)
            words="generate show check encrypt decrypt --encrypt --passphrase-file --json"
            [ "$COMP_CWORD" -le 2 ] || { mapfile -t COMPREPLY < <(compgen -f -- "$word"); return; }
            ;;
        export)
            words="messages quotes fills pnl decisions commands signed results settlements prices demands counts transfers controls alerts --since --format --limit --out"
            ;;
        replay) words="--from --to --policy --file --json" ;;
        *) words="" ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words --help" -- "$word")
}
complete -F _unripctl unripctl
