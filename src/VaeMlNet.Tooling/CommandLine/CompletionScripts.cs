using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;

namespace VaeMlNet.Tooling;

/// <summary>Writes scripts with which shells complete the verbs, the options and the words of options of a tool.</summary>
internal static class CompletionScripts
{
    private static readonly (string Shell, Func<string, IReadOnlyList<Command>, string> Write)[] All =
    [
        ("bash", Bash),
        ("zsh", Zsh),
        ("fish", Fish),
        ("powershell", PowerShell),
    ];

    /// <summary>Gets the names of the shells.</summary>
    public static IReadOnlyList<string> Shells { get; } = [.. All.Select(one => one.Shell)];

    /// <summary>Returns the script for a shell, with LF line ends.</summary>
    /// <param name="shell">The shell, one of <see cref="Shells"/>.</param>
    /// <param name="tool">The name of the tool.</param>
    /// <param name="verbs">The verbs.</param>
    public static string Write(string shell, string tool, IReadOnlyList<Command> verbs) =>
        Array.Find(All, one => one.Shell == shell).Write(tool, verbs).ReplaceLineEndings("\n");

    private static string Bash(string tool, IReadOnlyList<Command> verbs)
    {
        StringBuilder options = new();
        StringBuilder words = new();
        foreach (var verb in verbs)
        {
            var names = verb
                .Options.Where(IsShown)
                .Select(option => TakesValue(option) ? $"{option.Name}=" : option.Name);
            options.AppendLine($"        {verb.Name}) words='{string.Join(' ', names)}' ;;");
            foreach (var option in verb.Options.Where(option => Words(option).Length > 0))
            {
                words.AppendLine($"        {verb.Name}{option.Name}) words='{string.Join(' ', Words(option))}' ;;");
            }
        }

        // '=' divides words where it is in COMP_WORDBREAKS, and a reply is then the part behind it.
        return $$"""
            # Completion of {{tool}} for bash: eval "$({{tool}} completion bash)"
            _{{tool}}() {
              local line="${COMP_LINE:0:COMP_POINT}" given words='' start=''
              read -ra given <<< "$line"
              [[ $line == *[[:space:]] ]] && given+=('')
              local count=${#given[@]} current="${given[-1]}" verb="${given[1]}"
              COMPREPLY=()
              if (( count <= 2 )); then
                COMPREPLY=($(compgen -W '{{string.Join(' ', verbs.Select(verb => verb.Name))}} help' -- "$current"))
              elif [[ $current == --*=* ]]; then
                [[ $COMP_WORDBREAKS == *=* ]] || start="${current%%=*}="
                case "$verb${current%%=*}" in
            {{words.ToString().TrimEnd()}}
                esac
                if [[ -n $words ]]; then
                  COMPREPLY=($(compgen -P "$start" -W "$words" -- "${current#*=}"))
                else
                  compopt -o filenames
                  COMPREPLY=($(compgen -P "$start" -f -- "${current#*=}"))
                fi
              elif [[ $current == -* ]]; then
                case "$verb" in
            {{options.ToString().TrimEnd()}}
                esac
                COMPREPLY=($(compgen -W "$words --help" -- "$current"))
                [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
              else
                compopt -o filenames
                COMPREPLY=($(compgen -f -- "$current"))
              fi
            }
            complete -F _{{tool}} {{tool}}

            """;
    }

    private static string Zsh(string tool, IReadOnlyList<Command> verbs)
    {
        StringBuilder cases = new();
        foreach (var verb in verbs)
        {
            cases.AppendLine($"    {verb.Name}) _arguments -S \\");
            foreach (var option in verb.Options.Where(IsShown))
            {
                var value =
                    !TakesValue(option) ? ""
                    : Words(option) is { Length: > 0 } words ? $":value:({string.Join(' ', words)})"
                    : ":value:_files";
                cases.AppendLine(
                    $"      '{option.Name}{(TakesValue(option) ? "=" : "")}[{ForZsh(option.Description)}]{value}' \\"
                );
            }

            cases.AppendLine("      '*:file:_files' ;;");
        }

        return $$"""
            #compdef {{tool}}
            # Completion of {{tool}} for zsh: source <({{tool}} completion zsh)
            _{{tool}}() {
              local -a verbs
              verbs=(
            {{string.Concat(
                    verbs.Select(verb => $"    '{verb.Name}:{ForZsh(HelpWithExamples.Summary(verb))}'\n")
                ).TrimEnd()}}
              )
              if (( CURRENT == 2 )); then
                _describe verb verbs
                return
              fi
              local verb=$words[2]
              shift words
              (( CURRENT-- ))
              case $verb in
            {{cases.ToString().TrimEnd()}}
              esac
            }
            compdef _{{tool}} {{tool}}

            """;
    }

    private static string Fish(string tool, IReadOnlyList<Command> verbs)
    {
        StringBuilder lines = new();
        lines.AppendLine($"# Completion of {tool} for fish: {tool} completion fish | source");
        foreach (var verb in verbs)
        {
            lines.AppendLine(
                $"complete -c {tool} -n __fish_use_subcommand -f -a {verb.Name} -d '{ForFish(HelpWithExamples.Summary(verb))}'"
            );
            foreach (var option in verb.Options.Where(IsShown))
            {
                var value =
                    !TakesValue(option) ? ""
                    : Words(option) is { Length: > 0 } words ? $" -x -a '{string.Join(' ', words)}'"
                    : " -r -F";
                lines.AppendLine(
                    $"complete -c {tool} -n '__fish_seen_subcommand_from {verb.Name}' -l {option.Name[2..]}{value} -d '{ForFish(option.Description)}'"
                );
            }
        }

        return lines.ToString();
    }

    private static string PowerShell(string tool, IReadOnlyList<Command> verbs)
    {
        StringBuilder options = new();
        StringBuilder words = new();
        foreach (var verb in verbs)
        {
            var names = verb
                .Options.Where(IsShown)
                .Select(option => TakesValue(option) ? $"'{option.Name}='" : $"'{option.Name}'");
            options.AppendLine($"        '{verb.Name}' = @({string.Join(", ", names)})");
            foreach (var option in verb.Options.Where(option => Words(option).Length > 0))
            {
                words.AppendLine(
                    $"        '{verb.Name}{option.Name}' = @({string.Join(", ", Words(option).Select(word => $"'{word}'"))})"
                );
            }
        }

        return $$"""
            # Completion of {{tool}} for PowerShell: {{tool}} completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName '{{tool}}' -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $options = @{
            {{options.ToString().TrimEnd()}}
                }
                $words = @{
            {{words.ToString().TrimEnd()}}
                }
                $given = @($commandAst.CommandElements | ForEach-Object { $_.Extent.Text })
                $isVerb = $given.Count -lt 2 -or ($given.Count -eq 2 -and $wordToComplete)
                if ($isVerb) {
                    $found = $options.Keys | Sort-Object
                } elseif ($wordToComplete -match '^(--[^=]+)=') {
                    $start = $Matches[1]
                    $found = $words[$given[1] + $start] | ForEach-Object { "$start=$_" }
                } else {
                    $found = $options[$given[1]]
                }
                $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }

            """;
    }

    private static bool IsShown(Option option) =>
        !option.Hidden && option.Name.StartsWith("--", StringComparison.Ordinal);

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool);

    private static string[] Words(Option option) =>
        TakesValue(option) ? [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)] : [];

    // A colon and brackets end a description, and a quote the argument.
    private static string ForZsh(string? text) =>
        (text ?? "")
            .Replace("'", "", StringComparison.Ordinal)
            .Replace('[', '(')
            .Replace(']', ')')
            .Replace(":", "\\:", StringComparison.Ordinal);

    private static string ForFish(string? text) =>
        (text ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
