using System.Globalization;
using VaeMlNet.Files;

namespace VaeMlNet.Jobs;

/// <summary>The folder that the shards of a job write to: a plan, and for each finished shard a part and its record.</summary>
/// <param name="path">The folder, as the user gave it.</param>
internal sealed class PartFolder(string path)
{
    /// <summary>The folder, as the user gave it.</summary>
    public string Path { get; } = path;

    /// <summary>The file with the plan.</summary>
    public string PlanFile => System.IO.Path.Combine(Path, "plan.json");

    /// <summary>The file with a shard's rows.</summary>
    public string Part(ShardNumber shard) => File(shard, "csv");

    /// <summary>The file with a shard's record.</summary>
    public string Record(ShardNumber shard) => File(shard, "json");

    /// <summary>Reads the plan; null where there is none.</summary>
    /// <exception cref="CommandException">It is damaged.</exception>
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

    /// <summary>Reads a shard's record; null where it has none.</summary>
    /// <exception cref="CommandException">It is damaged.</exception>
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
                $"'{path}' is damaged: its numbers do not fit each other. Delete it and run shard {shard} again."
            );
    }

    /// <summary>Whether the part that a record speaks of is there, in its full length.</summary>
    public bool HasPart(ShardNumber shard, PartRecord record)
    {
        FileInfo part = new(Part(shard));
        return part.Exists && part.Length == record.Bytes;
    }

    /// <summary>Deletes what killed processes left of parts that they had begun; only when all shards are done.</summary>
    public void DeleteLeftovers() => TemporaryFile.DeleteOrphans(Path);

    // Fixed widths, so that the order of names is that of rows.
    private string File(ShardNumber shard, string extension)
    {
        string format = new('0', Math.Max(5, shard.Count.ToString(CultureInfo.InvariantCulture).Length));
        var index = shard.Index.ToString(format, CultureInfo.InvariantCulture);
        var count = shard.Count.ToString(format, CultureInfo.InvariantCulture);
        return System.IO.Path.Combine(Path, $"part-{index}-of-{count}.{extension}");
    }
}
