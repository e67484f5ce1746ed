using System.CommandLine;
using System.Globalization;

namespace VaeMlNet.Jobs;

/// <summary>The number of a shard of a job.</summary>
/// <param name="Index">The number of the shard, from 1.</param>
/// <param name="Count">The number of shards of the job.</param>
internal sealed record ShardNumber(int Index, int Count)
{
    /// <summary>The word that takes the number from the scheduler of this process.</summary>
    public const string Auto = "auto";

    private const string SlurmTask = "SLURM_ARRAY_TASK_ID";
    private const string SlurmFirst = "SLURM_ARRAY_TASK_MIN";
    private const string SlurmCount = "SLURM_ARRAY_TASK_COUNT";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";

    /// <summary>Returns the numbers of all shards of a job, in their order.</summary>
    public static IEnumerable<ShardNumber> All(int count) =>
        Enumerable.Range(1, count).Select(i => new ShardNumber(i, count));

    /// <summary>Parses <c>I/N</c>, <c>auto</c> or <c>auto/N</c>.</summary>
    /// <param name="text">The value of <c>--shard</c>.</param>
    /// <param name="environment">Returns the value of an environment variable, or null.</param>
    public static ShardNumber Parse(string text, Func<string, string?> environment)
    {
        var parts = text.Split('/');
        int? count = parts.Length == 2 ? Number(parts[1], $"N of '{text}'") : null;
        if (parts.Length > 2 || (count is null && parts[0] != Auto))
        {
            throw new FormatException(
                $"'{text}' is not a shard number. Expected I/N, such as 3/16 for the third of 16 shards, or {Auto}/N in a job array of Slurm or an indexed job of Kubernetes."
            );
        }

        return parts[0] == Auto
            ? FromEngine(count, environment)
            : new ShardNumber(Number(parts[0], $"I of '{text}'"), count!.Value).Checked(text);
    }

    public override string ToString() => FormattableString.Invariant($"{Index}/{Count}");

    private static ShardNumber FromEngine(int? count, Func<string, string?> environment)
    {
        if (environment(SlurmTask) is { } task)
        {
            // An array with a step, such as 0-30:2, has gaps, which the count of tasks does not show. With N, it can be a part of the array,
            // submitted again, whose tasks keep their numbers.
            var first = Variable(SlurmFirst, environment) ?? 1;
            var before = count is null || first == 0 ? first - 1 : 0;
            var tasks = count ?? Variable(SlurmCount, environment) ?? throw Missing(SlurmCount, SlurmTask);
            return new ShardNumber(Variable(SlurmTask, environment)!.Value - before, tasks).Checked(
                $"{SlurmTask}={task}"
            );
        }

        if (Variable(KubernetesIndex, environment) is { } index)
        {
            return count is null
                ? throw new FormatException(
                    $"{KubernetesIndex} is {index}, but Kubernetes does not give the number of indexes. Pass --shard={Auto}/N, where N is the number of completions of the job."
                )
                : new ShardNumber(index + 1, count.Value).Checked($"{KubernetesIndex}={index}");
        }

        throw new FormatException(
            $"--shard={Auto} takes the number from {SlurmTask} (Slurm) or {KubernetesIndex} (Kubernetes), but neither is set. Pass --shard=I/N."
        );
    }

    private ShardNumber Checked(string source) =>
        Index >= 1 && Index <= Count
            ? this
            : throw new FormatException($"{source} is shard {Index} of {Count}, expected a number from 1 to {Count}.");

    private static int? Variable(string name, Func<string, string?> environment) =>
        environment(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw new FormatException($"{name} is '{text}', expected a whole number.");

    private static FormatException Missing(string name, string given) =>
        new($"{given} is set, but {name} is not. Pass --shard={Auto}/N.");

    private static int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new FormatException($"{what} is '{text}', expected a whole number above 0.");
}

/// <summary>The option <c>--shard</c>.</summary>
internal static class ShardOption
{
    /// <summary>Creates the option; null when it is not given.</summary>
    public static Option<ShardNumber?> Create(string description) =>
        new("--shard")
        {
            HelpName = "I/N",
            Description =
                $"{description}; auto/N takes I from Slurm or Kubernetes, auto also N, from a whole array of Slurm",
            CustomParser = result =>
            {
                try
                {
                    return ShardNumber.Parse(result.Tokens[0].Value, Environment.GetEnvironmentVariable);
                }
                catch (FormatException e)
                {
                    result.AddError($"--shard: {e.Message}");
                    return null;
                }
            },
        };
}
