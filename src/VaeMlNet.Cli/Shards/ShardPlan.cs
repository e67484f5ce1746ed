using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Shards;

/// <summary>How the rows of a job's files are cut into shards: the same for every process of the job.</summary>
/// <param name="FormatVersion">1.</param>
/// <param name="Rows">All rows.</param>
/// <param name="Files">The files, in the order of their rows.</param>
/// <param name="Shards">The shards, in the order of their rows; one may be empty.</param>
internal sealed record ShardPlan(
    int FormatVersion,
    long Rows,
    IReadOnlyList<PlannedFile> Files,
    IReadOnlyList<PlannedShard> Shards
)
{
    /// <summary>The only version there is.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The rows of a shard.</summary>
    public FileParts PartsOf(PlannedShard shard) =>
        new(
            [.. shard.Pieces.Select(p => new FilePart(Files[p.File].Path, p.FirstRow, p.Rows, p.Offset, p.Bytes))],
            shard.FirstRow,
            Files[0].Path,
            Files[0].Start
        );
}

/// <summary>A file as it was when the plan was made.</summary>
/// <param name="Path">As the job names it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Start">Bytes before its first row.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record PlannedFile(string Path, long Bytes, DateTime Written, long Start, long Rows);

/// <summary>The rows of one shard.</summary>
/// <param name="FirstRow">The place of its first row among all rows, from 0.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Pieces">Where they are, in order.</param>
internal sealed record PlannedShard(long FirstRow, long Rows, IReadOnlyList<FilePiece> Pieces);

/// <summary>Successive rows of one file.</summary>
/// <param name="File">The file's place in the plan, from 0.</param>
/// <param name="FirstRow">The place of the first row in the file, from 0.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Offset">Of the first row's first byte in the file.</param>
/// <param name="Bytes">From there to the next piece, or the end of the file.</param>
internal sealed record FilePiece(int File, long FirstRow, long Rows, long Offset, long Bytes);
