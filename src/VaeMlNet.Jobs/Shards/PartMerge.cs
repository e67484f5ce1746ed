using System.Security.Cryptography;

namespace VaeMlNet.Jobs;

/// <summary>Merges the parts of a finished job, in the order of their rows.</summary>
internal sealed class PartMerge
{
    private readonly (string Path, PartRecord Record)[] parts;
    private readonly bool isParquet;

    private PartMerge((string Path, PartRecord Record)[] parts, bool isParquet)
    {
        this.parts = parts;
        this.isParquet = isParquet;
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
        (ShardNumber Shard, PartRecord? Record)[] records =
        [
            .. ShardNumber.All(plan.Shards.Count).Select(shard => (shard, folder.ReadRecord(shard))),
        ];
        ShardNumber[] missing =
        [
            .. records.Where(r => r.Record is null || !folder.HasPart(r.Shard, r.Record)).Select(r => r.Shard),
        ];
        if (missing.Length > 0)
        {
            throw new CommandException(
                $"{missing.Length} of {records.Length} shards in '{folder.Path}' are not done: {List(missing)}. Run these shards, then merge again."
            );
        }

        var first = records[0].Record!;
        var planSum = ShardedRun.Sum(folder.PlanFile);
        foreach ((var shard, var record) in records)
        {
            if (record!.PlanSha256 != planSum)
            {
                throw new CommandException(
                    $"Shard {shard} in '{folder.Path}' was done with another plan than plan.json (other files, lengths or times). Delete the folder and start the job again."
                );
            }

            CheckSame(folder, first, shard, record, plan.Shards[shard.Index - 1]);
        }

        return new PartMerge([.. records.Select(r => (folder.Part(r.Shard), r.Record!))], folder.IsParquet);
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

    /// <summary>
    /// Writes the rows of every part: CSV after one header line, Parquet with the types of the parts. Checks the SHA-256 of each part.
    /// </summary>
    public void CopyTo(Stream output, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (isParquet)
        {
            CopyParquet(output, progress, cancellationToken);
            return;
        }

        long done = 0;
        var all = Math.Max(1, parts.Sum(part => part.Record.Bytes));
        for (var i = 0; i < parts.Length; i++)
        {
            using var part = InputFile.Open(parts[i].Path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var skipped = i == 0 ? 0 : parts[i].Record.HeaderBytes;
            foreach (var block in Blocks(part, cancellationToken))
            {
                hash.AppendData(block.Span);
                var from = Math.Min(skipped, block.Length);
                skipped -= from;
                output.Write(block.Span[from..]);
                done += block.Length;
                progress.Report((double)done / all);
            }

            CheckSum(parts[i], Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
    }

    private void CopyParquet(Stream output, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ParquetOutput? merged = null;
        WrittenColumn[] columns = [];
        for (var i = 0; i < parts.Length; i++)
        {
            ParquetFile part = new(parts[i].Path);
            CheckSum(parts[i], ShardedRun.Sum(parts[i].Path));
            columns = i == 0 ? part.Written : columns;
            if (!part.Written.SequenceEqual(columns))
            {
                throw new CommandException(
                    $"'{parts[i].Path}' has other columns or types than '{parts[0].Path}', because the files of --data have. Write CSV parts instead: a folder whose name does not end in .parquet."
                );
            }

            merged ??= new ParquetOutput(output, columns);
            using var text = part.OpenRows();
            foreach (var block in Blocks(text, cancellationToken))
            {
                merged.Write(block.Span);
            }

            progress.Report((i + 1.0) / parts.Length);
        }

        merged?.Finish();
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Blocks(Stream stream, CancellationToken cancellationToken)
    {
        var block = new byte[1 << 20];
        for (int count; (count = stream.Read(block)) > 0; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return block.AsMemory(0, count);
        }
    }

    private static void CheckSum((string Path, PartRecord Record) part, string sum)
    {
        if (sum != part.Record.Sha256)
        {
            throw new CommandException(
                $"'{part.Path}' was changed after its shard wrote it (its SHA-256 differs). Delete it and run shard {part.Record.Shard} again."
            );
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
