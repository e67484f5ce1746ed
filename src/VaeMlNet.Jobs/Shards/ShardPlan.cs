using System.Text.Json.Serialization;

namespace VaeMlNet.Jobs;

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

    /// <summary>
    /// Gets whether the numbers fit each other: a plan comes from a file, and its shards must cover the rows of its files once.
    /// </summary>
    [JsonIgnore]
    public bool IsConsistent
    {
        get
        {
            if (
                Files.Count == 0
                || Shards.Count == 0
                || Files.Any(file => file is not { Path.Length: > 0, IsConsistent: true })
            )
            {
                return false;
            }

            long row = 0;
            foreach (var shard in Shards)
            {
                var isNext = shard is not null && shard.FirstRow == row && shard.Pieces.All(IsPiece);
                if (!isNext || shard!.Rows < 0 || shard.Pieces.Sum(piece => (decimal)piece.Rows) != shard.Rows)
                {
                    return false;
                }

                row += shard.Rows;
            }

            return row == Rows && Files.Sum(file => (decimal)file.Rows) == Rows;
        }
    }

    /// <summary>The rows of a shard.</summary>
    public FileParts PartsOf(PlannedShard shard) =>
        new(
            [.. shard.Pieces.Select(p => new FilePart(Files[p.File].Path, p.FirstRow, p.Rows, p.Offset, p.Bytes))],
            shard.FirstRow,
            Files[0].Path,
            Files[0].Start
        );

    private bool IsPiece(FilePiece piece) =>
        piece is { File: >= 0, FirstRow: >= 0, Rows: >= 0, Offset: >= 0, Bytes: >= 0 }
        && piece.File < Files.Count
        && piece.FirstRow <= Files[piece.File].Rows - piece.Rows
        && piece.Offset >= Files[piece.File].Start
        && piece.Offset <= Files[piece.File].Bytes - piece.Bytes;
}

/// <summary>A file as it was when the plan was made.</summary>
/// <param name="Path">As the job names it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Start">Bytes before its first row.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record PlannedFile(string Path, long Bytes, DateTime Written, long Start, long Rows)
{
    /// <summary>Gets whether the numbers fit each other.</summary>
    [JsonIgnore]
    public bool IsConsistent => Start >= 0 && Start <= Bytes && Rows >= 0;
}

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
