using System.Text.Json.Serialization;

namespace VaeMlNet.Jobs;

/// <summary>
/// The division of the rows of a job's files into shards. It is the same for every process of the job.
/// </summary>
/// <param name="FormatVersion">The format version, 1.</param>
/// <param name="Rows">The number of rows of all files.</param>
/// <param name="Files">The files, in the order of their rows.</param>
/// <param name="Shards">The shards, in the order of their rows. A shard may be empty.</param>
internal sealed record ShardPlan(
    int FormatVersion,
    long Rows,
    IReadOnlyList<PlannedFile> Files,
    IReadOnlyList<PlannedShard> Shards
)
{
    /// <summary>The only format version.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>
    /// Gets whether the numbers agree with each other: the shards must cover the rows of the files exactly once.
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

    /// <summary>Returns the rows of a shard.</summary>
    public FileSlices Slices(PlannedShard shard) =>
        new(
            [.. shard.Pieces.Select(p => new FileSlice(Files[p.File].Path, p.FirstRow, p.Rows, p.Offset, p.Bytes))],
            shard.FirstRow,
            Files[0].Path,
            Files[0].Start
        );

    private bool IsPiece(FilePiece piece) =>
        piece is { File: >= 0, FirstRow: >= 0, Rows: >= 0, Offset: >= 0, Bytes: >= 0 }
        && piece.File < Files.Count
        && piece.FirstRow <= Files[piece.File].Rows - piece.Rows
        && piece.Offset >= Files[piece.File].Start
        && piece.Offset <= Files[piece.File].TextBytes - piece.Bytes;
}

/// <summary>A file at the time when the plan was created.</summary>
/// <param name="Path">The path, as the user gave it.</param>
/// <param name="Bytes">The length of the file in bytes.</param>
/// <param name="Written">The time of the last change.</param>
/// <param name="Start">The byte offset of the first row in the CSV text.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="TextBytes">The length of the CSV text of the rows, which is that of the file unless the file is packed or of another format.</param>
internal sealed record PlannedFile(string Path, long Bytes, DateTime Written, long Start, long Rows, long TextBytes)
{
    /// <summary>Gets whether the numbers agree with each other.</summary>
    [JsonIgnore]
    public bool IsConsistent => Start >= 0 && Start <= TextBytes && Rows >= 0;

    /// <summary>Finds the file itself: a link has a length and a time of its own.</summary>
    public static FileInfo Find(string path)
    {
        FileInfo named = new(path);
        return named.LinkTarget is null ? named : (FileInfo)named.ResolveLinkTarget(returnFinalTarget: true)!;
    }
}

/// <summary>The rows of one shard.</summary>
/// <param name="FirstRow">The index of the first row among all rows, from 0.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Pieces">The positions of the rows in the files, in order.</param>
internal sealed record PlannedShard(long FirstRow, long Rows, IReadOnlyList<FilePiece> Pieces);

/// <summary>Consecutive rows of one file.</summary>
/// <param name="File">The index of the file in the plan, from 0.</param>
/// <param name="FirstRow">The index of the first row in the file, from 0.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Offset">The byte offset of the first row in the CSV text of the file.</param>
/// <param name="Bytes">The number of bytes up to the next piece or the end of the file.</param>
internal sealed record FilePiece(int File, long FirstRow, long Rows, long Offset, long Bytes);
