using System.Security.Cryptography;

namespace VaeMlNet.Jobs;

/// <summary>The run of one shard of a job: its input, its output, and whether it is already done.</summary>
internal sealed class ShardedRun
{
    private const int LineFeed = '\n';
    private const int Quote = '"';

    private readonly PartFolder folder;
    private readonly ShardNumber shard;
    private readonly PlannedShard planned;
    private readonly PartRecord expected;

    private ShardedRun(PartFolder folder, ShardNumber shard, ShardPlan plan, PartRecord expected)
    {
        this.folder = folder;
        this.shard = shard;
        planned = plan.Shards[shard.Index - 1];
        Rows = plan.Slices(planned);
        this.expected = expected with
        {
            FirstRow = planned.FirstRow,
            LastRow = planned.FirstRow + planned.Rows - 1,
            Rows = planned.Rows,
        };
    }

    public FileSlices Rows { get; }

    /// <summary>Gets the path of the file to write.</summary>
    public string Part => folder.Part(shard);

    /// <summary>Opens a shard. Reads the plan of its job, or creates it.</summary>
    /// <param name="folder">The folder of the job's results.</param>
    /// <param name="shard">The number of the shard.</param>
    /// <param name="paths">The files of the job.</param>
    /// <param name="command">
    /// The verb with the options that the written rows depend on, besides the model and the data.
    /// </param>
    /// <param name="modelFolder">The model folder.</param>
    /// <param name="cancellationToken">Cancels the scan of the files.</param>
    /// <exception cref="CommandException">
    /// The job in the folder has other files or another number of shards, or a file was changed.
    /// </exception>
    public static ShardedRun Open(
        PartFolder folder,
        ShardNumber shard,
        IReadOnlyList<string> paths,
        string command,
        string modelFolder,
        CancellationToken cancellationToken
    )
    {
        // To scan the files takes long, and the folder of the opened model can be replaced in that time.
        var model = Sum(Path.Combine(modelFolder, "SHA256SUMS"));
        var plan = folder.ReadPlan();
        if (plan is null)
        {
            // Shards that start at the same time each create the plan. They create the same one.
            plan = folder.WritePlan(paths, shard.Count, cancellationToken);
        }
        else
        {
            PlanCheck.Check(folder, plan, shard, paths);
        }

        PartRecord expected = new(
            PartRecord.CurrentFormatVersion,
            command,
            model,
            Sum(folder.PlanFile),
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

    /// <summary>Returns whether the shard is already done.</summary>
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
                $"Shard {shard} in '{folder.Path}' was done with {Differences(record, same)}. Pass another folder as --out, or delete the folder."
            );
        }

        return folder.HasPart(shard, record);
    }

    /// <summary>Marks the shard as done after its part was written.</summary>
    public void Complete(long rows)
    {
        if (rows != planned.Rows)
        {
            File.Delete(Part);
            throw new CommandException(
                $"Shard {shard} has {planned.Rows} rows in the plan of '{folder.Path}', but {rows} were read: a file of --data has changed. Delete the folder and start the job again."
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

    /// <summary>Returns the SHA-256 of a file, as lower-case hexadecimal digits.</summary>
    public static string Sum(string path) =>
        InputFile.Read(path, stream => Convert.ToHexStringLower(SHA256.HashData(stream)));

    private int HeaderBytes() =>
        folder.IsParquet
            ? 0
            : InputFile.Read(
                Part,
                stream =>
                {
                    var (count, isQuoted) = (1, false);
                    while (stream.ReadByte() is not -1 and var next && (isQuoted || next != LineFeed))
                    {
                        isQuoted ^= next == Quote;
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

        if (record.PlanSha256 != same.PlanSha256)
        {
            differences.Add("another plan (other files, lengths or times)");
        }

        if (record.Command != same.Command)
        {
            differences.Add($"'{record.Command}', but the command is now '{same.Command}'");
        }

        return differences.Count > 0 ? string.Join(" and ", differences) : "other rows";
    }
}
