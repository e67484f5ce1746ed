using System.Security.Cryptography;

namespace VaeMlNet.Jobs;

/// <summary>Merges the parts of a finished job, in the order of their rows.</summary>
internal sealed class PartMerge
{
    private readonly (string Path, PartRecord Record)[] parts;

    private PartMerge((string Path, PartRecord Record)[] parts)
    {
        this.parts = parts;
    }

    /// <summary>Gets the paths and the records of the parts, in order.</summary>
    public IReadOnlyList<(string Path, PartRecord Record)> Parts => parts;

    /// <summary>Gets the number of rows of all parts.</summary>
    public long Rows => parts.Sum(part => part.Record.Rows);

    /// <summary>
    /// Checks that all shards of a job are done with one model, one verb and the same options, and that no rows are
    /// missing.
    /// </summary>
    public static PartMerge Open(PartFolder folder)
    {
        var plan =
            folder.ReadPlan()
            ?? throw new CommandException(
                $"'{folder.Path}' has no plan.json, so no shards wrote to it. Pass the folder that --out of the shards names."
            );
        ShardNumber[] shards =
        [
            .. Enumerable.Range(1, plan.Shards.Count).Select(i => new ShardNumber(i, plan.Shards.Count)),
        ];
        (ShardNumber Shard, PartRecord? Record)[] records =
        [
            .. shards.Select(shard => (shard, folder.ReadRecord(shard))),
        ];
        ShardNumber[] missing =
        [
            .. records.Where(r => r.Record is null || !folder.HasPart(r.Shard, r.Record)).Select(r => r.Shard),
        ];
        if (missing.Length > 0)
        {
            throw new CommandException(
                $"{missing.Length} of {shards.Length} shards in '{folder.Path}' are not done: {List(missing)}. Run these shards, then merge again."
            );
        }

        var first = records[0].Record!;
        foreach ((var shard, var record) in records)
        {
            CheckSame(folder, first, shard, record!, plan.Shards[shard.Index - 1]);
        }

        return new PartMerge([.. records.Select(r => (folder.Part(r.Shard), r.Record!))]);
    }

    /// <summary>Returns the list of the parts.</summary>
    public PartManifest Manifest()
    {
        var first = parts[0].Record;
        return new PartManifest(
            PartRecord.CurrentFormatVersion,
            first.Command,
            first.ModelSha256,
            Rows,
            [
                .. parts.Select(p => new ListedPart(
                    Path.GetFileName(p.Path),
                    p.Record.FirstRow,
                    p.Record.Rows,
                    p.Record.Bytes,
                    p.Record.Sha256
                )),
            ]
        );
    }

    /// <summary>Writes the header once, then the rows of every part. Checks the SHA-256 of each part.</summary>
    public void CopyTo(Stream output, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var block = new byte[1 << 20];
        long done = 0;
        var all = Math.Max(1, parts.Sum(part => part.Record.Bytes));
        for (var i = 0; i < parts.Length; i++)
        {
            using var part = InputFile.Open(parts[i].Path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var skipped = i == 0 ? 0 : parts[i].Record.HeaderBytes;
            while (true)
            {
                var count = part.Read(block);
                if (count == 0)
                {
                    break;
                }

                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(block, 0, count);
                var from = Math.Min(skipped, count);
                skipped -= from;
                output.Write(block, from, count - from);
                done += count;
                progress.Report((double)done / all);
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != parts[i].Record.Sha256)
            {
                throw new CommandException(
                    $"'{parts[i].Path}' was changed after its shard wrote it (its SHA-256 differs). Delete it and run shard {parts[i].Record.Shard} again."
                );
            }
        }
    }

    private static void CheckSame(
        PartFolder folder,
        PartRecord first,
        ShardNumber shard,
        PartRecord record,
        PlannedShard planned
    )
    {
        var difference =
            record.ModelSha256 != first.ModelSha256 ? "another model"
            : record.Command != first.Command ? $"'{record.Command}' instead of '{first.Command}'"
            : record.Rows != planned.Rows || record.FirstRow != planned.FirstRow ? "rows that differ from the plan"
            : null;
        if (difference is not null)
        {
            throw new CommandException(
                $"Shard {shard} in '{folder.Path}' was done with {difference}, which differs from shard 1. Delete '{folder.Record(shard)}' and run the shard again."
            );
        }
    }

    private static string List(ShardNumber[] missing)
    {
        const int most = 10;
        var numbers = string.Join(", ", missing.Take(most).Select(shard => shard.Index));
        return missing.Length > most ? $"{numbers}, ..." : numbers;
    }
}
