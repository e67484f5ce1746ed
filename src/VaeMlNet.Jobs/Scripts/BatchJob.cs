namespace VaeMlNet.Jobs;

/// <summary>A job that a submission file runs.</summary>
/// <param name="Verb">The verb that runs with <c>--shard</c>.</param>
/// <param name="Model">The model folder.</param>
/// <param name="Data">Files, folders or patterns of rows, separated by commas.</param>
/// <param name="Options">Other options of the verb, as <c>--name=value</c>.</param>
/// <param name="Shards">The number of shards.</param>
/// <param name="Output">The folder of the parts, the files that the shards write.</param>
/// <param name="Merged">The file that the parts are merged into.</param>
/// <param name="Cpus">The number of processors for each shard.</param>
/// <param name="MemoryMegabytes">The memory for each shard, in MiB.</param>
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
    /// <summary>Gets the name of the job.</summary>
    public string Name => $"vaemlnet-{Verb}";

    /// <summary>Gets the arguments that divide the rows into shards.</summary>
    public string[] Plan => ["plan", $"--data={Data}", $"--shards={Shards}", $"--out={Output}"];

    /// <summary>Gets the arguments that merge the parts.</summary>
    public string[] Merge => ["merge", ShellLine.Positional(Output), $"--out={Merged}"];

    /// <summary>Returns the arguments of one shard.</summary>
    /// <param name="shard">The value of <c>--shard</c>.</param>
    public string[] Shard(string shard) =>
        [Verb, ShellLine.Positional(Model), $"--data={Data}", $"--out={Output}", .. Options, $"--shard={shard}"];
}
