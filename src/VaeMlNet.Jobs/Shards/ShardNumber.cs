using System.Globalization;

namespace VaeMlNet.Jobs;

/// <summary>Which part of a job a process does.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Count">How many parts the job has.</param>
internal sealed record ShardNumber(int Index, int Count)
{
    /// <summary>The word that asks for the number that an engine has given this process.</summary>
    public const string Auto = "auto";

    private const string SlurmTask = "SLURM_ARRAY_TASK_ID";
    private const string SlurmFirst = "SLURM_ARRAY_TASK_MIN";
    private const string SlurmCount = "SLURM_ARRAY_TASK_COUNT";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";

    /// <summary>Reads <c>I/N</c>, <c>auto</c> or <c>auto/N</c>.</summary>
    /// <param name="text">What <c>--shard</c> was given.</param>
    /// <param name="environment">Gives a variable of the environment, or null.</param>
    /// <exception cref="FormatException">It is none of these, or the engine does not say; the message says what is wrong.</exception>
    public static ShardNumber Parse(string text, Func<string, string?> environment)
    {
        var parts = text.Split('/');
        int? count = parts.Length == 2 ? Number(parts[1], $"N of '{text}'") : null;
        if (parts.Length > 2 || (count is null && parts[0] != Auto))
        {
            throw new FormatException(
                $"'{text}' is no shard. Expected I/N, as 3/16 for the third of 16, or {Auto} in a job array of Slurm, or {Auto}/N in an indexed job of Kubernetes."
            );
        }

        return parts[0] == Auto
            ? FromEngine(count, environment)
            : new ShardNumber(Number(parts[0], $"I of '{text}'"), count!.Value).Checked(text);
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private static ShardNumber FromEngine(int? count, Func<string, string?> environment)
    {
        if (environment(SlurmTask) is { } task)
        {
            // An array that is numbered with a step, as 0-30:2, has gaps, which no count tells.
            var first = Variable(SlurmFirst, environment) ?? 1;
            var tasks = count ?? Variable(SlurmCount, environment) ?? throw Missing(SlurmCount, SlurmTask);
            return new ShardNumber(Variable(SlurmTask, environment)!.Value - first + 1, tasks).Checked(
                $"{SlurmTask}={task}"
            );
        }

        if (Variable(KubernetesIndex, environment) is { } index)
        {
            return count is null
                ? throw new FormatException(
                    $"{KubernetesIndex} is {index}, but Kubernetes does not say how many indexes there are. Give --shard={Auto}/N with the job's completions."
                )
                : new ShardNumber(index + 1, count.Value).Checked($"{KubernetesIndex}={index}");
        }

        throw new FormatException(
            $"--shard={Auto} takes the number from {SlurmTask} (Slurm) or {KubernetesIndex} (Kubernetes), and neither is set. Give I/N."
        );
    }

    private ShardNumber Checked(string source) =>
        Index >= 1 && Index <= Count
            ? this
            : throw new FormatException($"{source} is shard {Index} of {Count}; expected one from 1 to {Count}.");

    private static int? Variable(string name, Func<string, string?> environment) =>
        environment(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw new FormatException($"{name} is '{text}', expected a whole number.");

    private static FormatException Missing(string name, string given) =>
        new($"{given} is set, but not {name}. Give --shard={Auto}/N.");

    private static int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new FormatException($"{what} is '{text}', expected a whole number from 1 on.");
}
