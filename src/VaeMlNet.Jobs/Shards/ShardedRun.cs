using System.Security.Cryptography;

namespace VaeMlNet.Jobs;

/// <summary>One shard of a job: what it has to read and write, and whether it is done already.</summary>
internal sealed class ShardedRun
{
    private const int LineFeed = '\n';

    private readonly PartFolder folder;
    private readonly ShardNumber shard;
    private readonly PlannedShard planned;
    private readonly PartRecord expected;

    private ShardedRun(PartFolder folder, ShardNumber shard, ShardPlan plan, PartRecord expected)
    {
        this.folder = folder;
        this.shard = shard;
        planned = plan.Shards[shard.Index - 1];
        Rows = plan.PartsOf(planned);
        this.expected = expected with
        {
            FirstRow = planned.FirstRow,
            LastRow = planned.FirstRow + planned.Rows - 1,
            Rows = planned.Rows,
        };
    }

    /// <summary>The rows of this shard.</summary>
    public FileParts Rows { get; }

    /// <summary>The file to write.</summary>
    public string Part => folder.Part(shard);

    /// <summary>Takes up a shard: finds the plan of its job, or makes it.</summary>
    /// <param name="folder">Where the job writes.</param>
    /// <param name="shard">Which shard.</param>
    /// <param name="paths">The job's files.</param>
    /// <param name="command">What the rows that are written depend on, beside model and data: the verb with its options.</param>
    /// <param name="modelFolder">The model.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandException">The folder's job is of other files or another number of shards, or a file has changed since.</exception>
    public static ShardedRun Open(
        PartFolder folder,
        ShardNumber shard,
        IReadOnlyList<string> paths,
        string command,
        string modelFolder,
        CancellationToken cancellationToken
    )
    {
        var plan = folder.ReadPlan();
        if (plan is null)
        {
            // Shards that start at once each make the plan; they make the same one.
            plan = ShardPlanner.Plan(paths, shard.Count, cancellationToken);
            ShardJson.Write(folder.PlanFile, plan);
        }
        else
        {
            PlanCheck.Check(folder, plan, shard, paths);
        }

        var model = Sum(Path.Combine(modelFolder, "SHA256SUMS"));
        PartRecord expected = new(
            PartRecord.CurrentFormatVersion,
            command,
            model,
            shard.Index,
            shard.Count,
            0,
            0,
            0,
            0,
            0,
            ""
        );
        return new ShardedRun(folder, shard, plan, expected);
    }

    /// <summary>Whether the shard has been done before.</summary>
    /// <exception cref="CommandException">It was done otherwise: with another model, verb or settings.</exception>
    public bool IsDone()
    {
        if (folder.ReadRecord(shard) is not { } record)
        {
            return false;
        }

        var same = expected with { Bytes = record.Bytes, HeaderBytes = record.HeaderBytes, Sha256 = record.Sha256 };
        if (record != same)
        {
            throw new CommandException(
                $"Shard {shard} in '{folder.Path}' was done with {Differences(record, same)}. Give another --out, or delete the folder."
            );
        }

        return folder.HasPart(shard, record);
    }

    /// <summary>Marks the shard as done, once its part is written.</summary>
    /// <param name="rows">The rows that were read and written.</param>
    /// <exception cref="CommandException">They are not as many as planned: a file has changed meanwhile.</exception>
    public void Complete(long rows)
    {
        if (rows != planned.Rows)
        {
            File.Delete(Part);
            throw new CommandException(
                $"Shard {shard} has {planned.Rows} rows in the plan of '{folder.Path}', but {rows} were read: a file of --data has changed. Delete the folder and start the job anew."
            );
        }

        ShardJson.Write(
            folder.Record(shard),
            expected with
            {
                Bytes = new FileInfo(Part).Length,
                HeaderBytes = HeaderBytes(),
                Sha256 = Sum(Part),
            }
        );
    }

    /// <summary>The SHA-256 of a file, in lower-case hexadecimal digits.</summary>
    public static string Sum(string path) =>
        InputFile.Read(path, stream => Convert.ToHexStringLower(SHA256.HashData(stream)));

    private int HeaderBytes() =>
        InputFile.Read(
            Part,
            stream =>
            {
                var count = 1;
                while (stream.ReadByte() is not (-1 or LineFeed))
                {
                    count++;
                }

                return count;
            }
        );

    private static string Differences(PartRecord record, PartRecord same)
    {
        List<string> differences = [];
        if (record.ModelSha256 != same.ModelSha256)
        {
            differences.Add("another model (the sums of its folder differ)");
        }

        if (record.Command != same.Command)
        {
            differences.Add($"'{record.Command}', now it is '{same.Command}'");
        }

        return differences.Count > 0 ? string.Join(" and ", differences) : "other rows";
    }
}
