namespace VaeMlNet.Jobs;

/// <summary>A job that a submission file runs: the shards of a verb, one command before them and one after them.</summary>
/// <param name="Verb">The verb that runs with <c>--shard</c>.</param>
/// <param name="Arguments">The arguments of a shard, without <c>--shard</c>.</param>
/// <param name="Before">The arguments of the command before the shards; null for none.</param>
/// <param name="After">The arguments of the command when all shards are done.</param>
/// <param name="Shards">The number of shards.</param>
/// <param name="Cpus">The number of processors for each shard.</param>
/// <param name="MemoryMegabytes">The memory for each shard, in MiB.</param>
internal sealed record BatchJob(
    string Verb,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<string>? Before,
    IReadOnlyList<string> After,
    int Shards,
    int Cpus,
    int MemoryMegabytes
)
{
    /// <summary>The verb whose shards are trials and not rows.</summary>
    public const string Tune = "tune";

    public string Name => $"vaemlnet-{Verb}";

    /// <summary>Creates a job that divides rows, and merges the parts that the shards write.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="model">The model folder.</param>
    /// <param name="data">Files, folders or patterns of rows, separated by commas.</param>
    /// <param name="options">Other options of the verb, as <c>--name=value</c>.</param>
    /// <param name="shards">The number of shards.</param>
    /// <param name="output">The folder of the parts, the files that the shards write.</param>
    /// <param name="merged">The file that the parts are merged into.</param>
    /// <param name="resources">The number of processors and the memory in MiB, for each shard.</param>
    public static BatchJob OfRows(
        string verb,
        string model,
        string data,
        IReadOnlyList<string> options,
        int shards,
        string output,
        string merged,
        (int Cpus, int Megabytes) resources
    ) =>
        new(
            verb,
            [verb, ShellLine.Positional(model), $"--data={data}", $"--out={output}", .. options],
            ["plan", $"--data={data}", $"--shards={shards}", $"--out={output}"],
            ["merge", ShellLine.Positional(output), $"--out={merged}"],
            shards,
            resources.Cpus,
            resources.Megabytes
        );

    /// <summary>Creates a job that divides the trials of a tuning. The command after it trains the best model.</summary>
    /// <param name="data">The data file.</param>
    /// <param name="options">Other options of the verb, as <c>--name=value</c>.</param>
    /// <param name="shards">The number of shards.</param>
    /// <param name="output">The folder of the trials.</param>
    /// <param name="resources">The number of processors and the memory in MiB, for each shard.</param>
    public static BatchJob OfTrials(
        string data,
        IReadOnlyList<string> options,
        int shards,
        string output,
        (int Cpus, int Megabytes) resources
    )
    {
        string[] arguments = [Tune, ShellLine.Positional(data), $"--out={output}", .. options];
        string[] parallel = resources.Cpus > 1 ? [$"--parallel={resources.Cpus}"] : [];
        return new(
            Tune,
            [.. arguments, .. parallel],
            null,
            [.. arguments, "--resume"],
            shards,
            resources.Cpus,
            resources.Megabytes
        );
    }

    /// <summary>Returns the arguments of one shard.</summary>
    public string[] Shard(string shard) => [.. Arguments, $"--shard={shard}"];
}
