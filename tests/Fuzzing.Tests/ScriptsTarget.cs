using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VaeMlNet.Cli;

namespace Fuzzing.Tests;

/// <summary>
/// Submission files of <c>vaemlnet job</c> with random names: a shell and a YAML parser read exactly the arguments that were
/// meant, and no command runs that was not.
/// </summary>
internal sealed partial class ScriptsTarget : FuzzTarget, IDisposable
{
    private static readonly string[] Hostile =
    [
        "\n",
        "\r\n",
        "\r",
        "\u0085",
        "\u2028",
        "\u2029",
        "\0",
        "\u001b[2J",
        "\u009b",
        "\u202e",
        "\ud800",
        "\t",
    ];

    private static readonly string[] Awkward =
    [
        "\n#SBATCH --partition=evil\n",
        "\u2028spec: {}\u2028",
        "$(touch canary)",
        "`touch canary`",
        "$$(KUBERNETES_SERVICE_HOST)",
        "$(HOSTNAME)",
        "; touch canary #",
        "' ; touch canary ; '",
        "\" ; touch canary ; \"",
        "'",
        "\"",
        "\\",
        " ",
        "yes",
        "null",
        "1e3",
        "0x1F",
        "*x",
        "&x",
        "!!python/name:os",
        "{",
        "}",
        "[",
        "]",
        ": ",
        " #",
        "---",
        "...",
        "%",
        "|",
        ">",
        "@",
        "~",
        "-",
        ",",
        "ä列🧪",
        "\u00a0",
    ];

    private readonly RecordedShell shell = RecordedShell.Require("bash");
    private readonly PythonYaml yaml = new();
    private string[] arguments = [];
    private Job job = null!;

    /// <inheritdoc />
    public override TimeSpan LongestTime => TimeSpan.FromSeconds(5);

    /// <summary>Ignores the test if a program that reads the scripts is missing.</summary>
    public static void RequirePrograms()
    {
        RecordedShell.Require("bash").Dispose();
        PythonYaml.RequireInstalled();
    }

    public override string Damage(int seed)
    {
        Random random = new(seed);
        var controls = random.Next(3) == 0;
        string[] pieces = controls ? [.. Hostile, .. Awkward] : [.. Awkward.Where(IsPlain)];
        string Name() =>
            string.Concat(
                Enumerable
                    .Range(0, random.Next(1, 6))
                    .Select(_ => random.Next(3) == 0 ? "x" : pieces[random.Next(pieces.Length)])
            );
        string[] options = [.. Enumerable.Range(0, random.Next(3)).Select(i => i == 0 ? "--ignore=" : "--columns=")];
        Use(
            new Job(
                random.Next(2) == 0,
                random.Next(4) == 0 ? Name() : "m" + Name(),
                Name(),
                Name(),
                Name(),
                [.. options.Select(option => option + "x" + Name())],
                random.Next(3) == 0 ? "data" + Name() : "data",
                random.Next(3) == 0 ? "registry/tool:1" + Name() : "registry/tool:1",
                random.Next(3) == 0 ? "/data" + Name() : "/data"
            )
        );
        return string.Join(' ', arguments.Select(TerminalText.EscapeLine));
    }

    public override void UseOriginal()
    {
        Use(new Job(true, "m", "x.csv", "parts", "s.csv", [], "data", "registry/tool:1", "/data"));
        UseDamaged();
        Use(job with { IsSlurm = false });
        UseDamaged();
    }

    public override void UseDamaged() =>
        Documented(() =>
        {
            using StringWriter output = new() { NewLine = "\n" };
            using StringWriter error = new() { NewLine = "\n" };
            var exitCode = VaemlnetTool.Run(
                arguments,
                new CommandTerminal(output, error, isInteractive: false),
                CancellationToken.None
            );
            var message = error.ToString();
            if (exitCode != ExitCode.Ok)
            {
                throw exitCode is ExitCode.Error or ExitCode.Usage && message.Count(c => c == '\n') == 1
                    ? new CommandException(message)
                    : new InvalidOperationException($"exit code {exitCode}: {message}");
            }

            Check(output.ToString());
        });

    public void Dispose()
    {
        shell.Dispose();
        yaml.Dispose();
    }

    protected override bool IsDocumented(Exception refusal) => refusal is CommandException;

    private static bool IsPlain(string text) => !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');

    private void Use(Job damaged)
    {
        job = damaged;
        arguments =
        [
            "job",
            job.IsSlurm ? "slurm" : "kubernetes",
            $"--data={job.Data}",
            "--shards=3",
            $"--out={job.Output}",
            $"--merged={job.Merged}",
            $"--claim={job.Claim}",
            $"--image={job.Image}",
            $"--mount={job.Mount}",
            "--",
            "score",
            job.Model,
            .. job.Options,
        ];
    }

    private void Check(string script)
    {
        if (!arguments.All(IsPlain))
        {
            throw new InvalidOperationException($"a control character was accepted: {script}");
        }

        string[] plan = ["plan", $"--data={job.Data}", "--shards=3", $"--out={job.Output}"];
        string[] merge = ["merge", Positional(job.Output), $"--out={job.Merged}"];
        string[] comments = [.. Comment().Matches(script).Select(match => match.Groups[1].Value)];
        if (job.IsSlurm)
        {
            Expect(shell.Run(script), [Shard("auto/3")]);
            Expect(shell.Run(comments[0]), [plan]);
            var submitted = shell.Run(comments[2].Replace("$array", "7", StringComparison.Ordinal))[0];
            Expect(
                [submitted[..2]],
                [
                    ["sbatch", "--dependency=afterok:7"],
                ]
            );
            Expect(shell.Run(submitted[2]["--wrap=".Length..]), [merge]);
            string[] directives =
            [
                .. script.Split('\n').Where(line => line.Contains("#SBATCH", StringComparison.Ordinal)),
            ];
            if (directives.Count(line => line.StartsWith("#SBATCH", StringComparison.Ordinal)) != 7)
            {
                throw new InvalidOperationException($"a directive was planted: {script}");
            }
        }
        else
        {
            Expect(shell.Run(comments[0]), [plan]);
            Expect(shell.Run(comments[1]), [merge]);
            var parsed = yaml.Parse(script);
            if (!JsonNode.DeepEquals(parsed, Manifest()))
            {
                throw new InvalidOperationException($"another manifest: {parsed.ToJsonString()} from {script}");
            }
        }
    }

    private string[] Shard(string shard) =>
        [
            "score",
            Positional(job.Model),
            $"--data={job.Data}",
            $"--out={job.Output}",
            .. job.Options,
            $"--shard={shard}",
        ];

    private static string Positional(string path) => path.StartsWith('-') ? $"./{path}" : path;

    private static void Expect(string[][] calls, string[][] expected)
    {
        if (!calls.Select(c => string.Join('\0', c)).SequenceEqual(expected.Select(c => string.Join('\0', c))))
        {
            throw new InvalidOperationException(
                $"ran {string.Join(" | ", calls.Select(c => string.Join('¦', c)))} instead of "
                    + string.Join(" | ", expected.Select(c => string.Join('¦', c)))
            );
        }
    }

    // What a cluster takes from the manifest: each '$$' of an argument stands for '$'.
    private JsonObject Manifest() =>
        new()
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject { ["name"] = "vaemlnet-score" },
            ["spec"] = new JsonObject
            {
                ["completionMode"] = "Indexed",
                ["completions"] = 3,
                ["parallelism"] = 3,
                ["backoffLimitPerIndex"] = 3,
                ["template"] = new JsonObject { ["spec"] = Pod() },
            },
        };

    private JsonObject Pod() =>
        new()
        {
            ["restartPolicy"] = "Never",
            ["containers"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "shard",
                    ["image"] = job.Image,
                    ["command"] = new JsonArray("vaemlnet"),
                    ["args"] = new JsonArray([
                        .. Shard("auto/3").Select(a => (JsonNode)a.Replace("$", "$$", StringComparison.Ordinal)),
                    ]),
                    ["resources"] = new JsonObject
                    {
                        ["requests"] = new JsonObject { ["cpu"] = 1, ["memory"] = "1024Mi" },
                        ["limits"] = new JsonObject { ["memory"] = "1024Mi" },
                    },
                    ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "data", ["mountPath"] = job.Mount }),
                }
            ),
            ["volumes"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "data",
                    ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = job.Claim },
                }
            ),
        };

    [GeneratedRegex("^#   (.*)$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    private sealed record Job(
        bool IsSlurm,
        string Model,
        string Data,
        string Output,
        string Merged,
        string[] Options,
        string Claim,
        string Image,
        string Mount
    );
}
