namespace VaeMlNet.Jobs;

/// <summary>Holds a job's plan against what a process was asked to do, and against the files as they are now.</summary>
internal static class PlanCheck
{
    /// <summary>Checks the number of shards, the names of the files, and that none has changed.</summary>
    /// <exception cref="CommandException">Something differs.</exception>
    public static void Check(PartFolder folder, ShardPlan plan, ShardNumber shard, IReadOnlyList<string> paths)
    {
        if (plan.Shards.Count != shard.Count)
        {
            throw Refused(folder, $"is of {plan.Shards.Count} shards, --shard says {shard.Count}");
        }

        if (!plan.Files.Select(file => file.Path).SequenceEqual(paths))
        {
            string[] planned = [.. plan.Files.Select(file => file.Path)];
            var odd = paths.Except(planned).Concat(planned.Except(paths)).FirstOrDefault() ?? "in another order";
            throw Refused(
                folder,
                $"is of {planned.Length} files, --data names {paths.Count}; the first that differs: {odd}"
            );
        }

        foreach (var file in plan.Files)
        {
            FileInfo now = new(file.Path);
            if (!now.Exists || now.Length != file.Bytes || now.LastWriteTimeUtc != file.Written)
            {
                throw Refused(folder, $"was made when '{file.Path}' {Then(file)}; now it {Now(now)}");
            }
        }
    }

    private static CommandException Refused(PartFolder folder, string difference) =>
        new(
            $"The plan in '{folder.Path}' {difference}. Give another --out, or delete the folder to start the job anew."
        );

    private static string Then(PlannedFile file) =>
        FormattableString.Invariant($"had {file.Bytes} bytes, written {file.Written:O}");

    private static string Now(FileInfo file) =>
        file.Exists
            ? FormattableString.Invariant($"has {file.Length}, written {file.LastWriteTimeUtc:O}")
            : "is not there";
}
