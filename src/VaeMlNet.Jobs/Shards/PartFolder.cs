using System.Globalization;
using VaeMlNet.Files;

namespace VaeMlNet.Jobs;

/// <summary>
/// The folder of the results of a job: its plan and, for each finished shard, a part (the rows that it wrote) and a
/// record of it. The parts are CSV, or Parquet if the name of the folder ends so.
/// </summary>
/// <param name="path">The folder, as the user gave it.</param>
internal sealed class PartFolder(string path)
{
    /// <summary>Gets the path of the folder, as the user gave it.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the path of the plan.</summary>
    public string PlanFile => System.IO.Path.Combine(Path, "plan.json");

    /// <summary>Gets whether the parts are Parquet files.</summary>
    public bool IsParquet => ParquetOutput.IsParquet(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>Returns the path of the part of a shard.</summary>
    public string Part(ShardNumber shard) => File(shard, IsParquet ? "parquet" : "csv");

    /// <summary>Checks that a file into which the parts are merged has their format.</summary>
    /// <exception cref="CommandException">It has another format.</exception>
    public void CheckMerged(string path)
    {
        if (IdvFile.IsIdv(path) || ParquetOutput.IsParquet(path) != IsParquet)
        {
            throw new CommandException(
                $"'{path}' does not have the format of the parts in '{Path}', which are {(IsParquet ? "Parquet files" : "CSV files")}. "
                    + (
                        IsParquet
                            ? "Pass a name that ends in .parquet."
                            : "Pass a name that does not end in .idv or .parquet. Shards write Parquet if their --out is a name that ends in .parquet."
                    )
            );
        }
    }

    /// <summary>Returns the path of the record of a shard.</summary>
    public string Record(ShardNumber shard) => File(shard, "json");

    /// <summary>Returns the paths of the plan, and of the part and the record of each shard.</summary>
    /// <param name="shardCount">The number of shards.</param>
    public IEnumerable<string> Files(int shardCount) =>
        [PlanFile, .. ShardNumber.All(shardCount).SelectMany(shard => new[] { Part(shard), Record(shard) })];

    /// <summary>Creates the plan of a job, and writes it.</summary>
    public ShardPlan WritePlan(IReadOnlyList<string> paths, int shardCount, CancellationToken cancellationToken)
    {
        CheckOutside(paths);
        var plan = ShardPlanner.Plan(paths, shardCount, cancellationToken);
        ShardJson.Write(PlanFile, plan);
        return plan;
    }

    /// <summary>Checks that no file of the data is in the folder, where --data would also name the parts, and a user could delete the data.</summary>
    /// <exception cref="CommandException">A file is in the folder.</exception>
    public void CheckOutside(IReadOnlyList<string> paths)
    {
        if (paths.FirstOrDefault(path => FileIdentity.IsIn(Path, path)) is { } inside)
        {
            throw new CommandException(
                $"--data names '{inside}', which is in the folder '{Path}' of --out, where the shards write their results. Pass a folder as --out that has no files of --data, now and when results are in it."
            );
        }
    }

    /// <summary>Reads the plan. Returns null where there is none.</summary>
    public ShardPlan? ReadPlan()
    {
        if (!System.IO.File.Exists(PlanFile))
        {
            return null;
        }

        var plan = ShardJson.Read<ShardPlan>(PlanFile, p => p.FormatVersion, ShardPlan.CurrentFormatVersion);
        return plan.IsConsistent
            ? plan
            : throw new CommandException(
                $"'{PlanFile}' is damaged: its shards do not cover the rows of its files. Delete the folder '{Path}' to start the job again."
            );
    }

    /// <summary>Reads the record of a shard. Returns null where there is none.</summary>
    public PartRecord? ReadRecord(ShardNumber shard)
    {
        var path = Record(shard);
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        var record = ShardJson.Read<PartRecord>(path, r => r.FormatVersion, PartRecord.CurrentFormatVersion);
        return record.IsConsistent
            ? record
            : throw new CommandException(
                $"'{path}' is damaged: its numbers contradict each other. Delete it and run shard {shard} again."
            );
    }

    /// <summary>Returns whether the part of a record exists with its full length.</summary>
    public bool HasPart(ShardNumber shard, PartRecord record)
    {
        FileInfo part = new(Part(shard));
        return part.Exists && part.Length == record.Bytes;
    }

    /// <summary>Deletes the incomplete files of killed processes. Call it only when all shards are done.</summary>
    public void DeleteLeftovers() => TemporaryFile.DeleteOrphans(Path);

    // Numbers have a fixed width, so that the order of the names is the order of the rows.
    private string File(ShardNumber shard, string extension)
    {
        string format = new('0', Math.Max(5, shard.Count.ToString(CultureInfo.InvariantCulture).Length));
        var index = shard.Index.ToString(format, CultureInfo.InvariantCulture);
        var count = shard.Count.ToString(format, CultureInfo.InvariantCulture);
        return System.IO.Path.Combine(Path, $"part-{index}-of-{count}.{extension}");
    }
}
