namespace VaeMlNet.Jobs;

/// <summary>What a submission file runs.</summary>
/// <param name="Verb">The verb that runs with <c>--shard</c>.</param>
/// <param name="Model">The model folder.</param>
/// <param name="Data">Files, folders or patterns of rows, separated by commas.</param>
/// <param name="Options">Other options of the verb, as <c>--name=value</c>.</param>
/// <param name="Shards">How many shards.</param>
/// <param name="Output">The folder of the parts.</param>
/// <param name="Merged">The file that the parts become.</param>
/// <param name="Cpus">Processors for each shard.</param>
/// <param name="MemoryMegabytes">Memory for each shard, in MiB.</param>
internal sealed record BatchJob(
    string Verb,
    string Model,
    string Data,
    IReadOnlyList<string> Options,
    int Shards,
    string Output,
    string Merged,
    int Cpus,
    int MemoryMegabytes
)
{
    /// <summary>The job's name.</summary>
    public string Name => $"vaemlnet-{Verb}";

    /// <summary>The arguments that cut the rows.</summary>
    public string[] Plan => ["plan", $"--data={Data}", $"--shards={Shards}", $"--out={Output}"];

    /// <summary>The arguments that put the parts together.</summary>
    public string[] Merge => ["merge", ShellLine.Positional(Output), $"--out={Merged}"];

    /// <summary>The arguments of one shard.</summary>
    /// <param name="shard">What <c>--shard</c> is given.</param>
    public string[] Shard(string shard) =>
        [Verb, ShellLine.Positional(Model), $"--data={Data}", $"--out={Output}", .. Options, $"--shard={shard}"];
}
