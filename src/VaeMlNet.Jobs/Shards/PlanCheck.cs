namespace VaeMlNet.Jobs;

/// <summary>Compares the plan of a job with the options of a process and with the current files.</summary>
internal static class PlanCheck
{
    /// <summary>
    /// Checks that the number of shards and the files are those of the plan, and that no file has changed.
    /// </summary>
    /// <exception cref="CommandException">The plan differs from the options or the files.</exception>
    public static void Check(PartFolder folder, ShardPlan plan, ShardNumber shard, IReadOnlyList<string> paths)
    {
        if (plan.Shards.Count != shard.Count)
        {
            var advice =
                shard.Count < plan.Shards.Count
                    ? $"If only some tasks of a job array run, pass --shard={ShardNumber.Auto}/{plan.Shards.Count}. Otherwise, pass"
                    : "Pass";
            throw Refused(folder, $"has {plan.Shards.Count} shards, but --shard asks for {shard.Count}", advice);
        }

        folder.CheckOutside(paths);
        if (!plan.Files.Select(file => file.Path).SequenceEqual(paths))
        {
            string[] planned = [.. plan.Files.Select(file => file.Path)];
            var odd = paths.Except(planned).Concat(planned.Except(paths)).FirstOrDefault() ?? "in another order";
            throw Refused(
                folder,
                $"has {planned.Length} files, but --data names {paths.Count}; the first difference: {odd}"
            );
        }

        foreach (var file in plan.Files)
        {
            var now = PlannedFile.Find(file.Path);
            if (!now.Exists || now.Length != file.Bytes || now.LastWriteTimeUtc != file.Written)
            {
                throw Refused(folder, $"was created when '{file.Path}' {Then(file)}; now it {Now(now)}");
            }
        }
    }

    private static CommandException Refused(PartFolder folder, string difference, string advice = "Pass") =>
        new(
            $"The plan in '{folder.Path}' {difference}. {advice} another folder as --out, or delete the folder to start the job again."
        );

    private static string Then(PlannedFile file) =>
        FormattableString.Invariant($"had {file.Bytes} bytes, written {file.Written:O}");

    private static string Now(FileInfo file) =>
        file.Exists
            ? FormattableString.Invariant($"has {file.Length} bytes, written {file.LastWriteTimeUtc:O}")
            : "does not exist";
}
