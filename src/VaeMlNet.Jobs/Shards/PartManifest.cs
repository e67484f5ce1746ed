using System.Text.Json.Serialization;

namespace VaeMlNet.Jobs;

/// <summary>A list of the parts of a finished job, for programs that read several files.</summary>
/// <param name="FormatVersion">The format version, 1.</param>
/// <param name="Command">The verb and its options.</param>
/// <param name="ModelSha256">The SHA-256 of the file SHA256SUMS in the model folder.</param>
/// <param name="Rows">The number of rows of all parts.</param>
/// <param name="Parts">The parts, in the order of their rows. Each part has its own header line, or is a whole Parquet file.</param>
internal sealed record PartManifest(
    int FormatVersion,
    string Command,
    string ModelSha256,
    long Rows,
    IReadOnlyList<ListedPart> Parts
);

/// <summary>A part of a finished job.</summary>
/// <param name="File">The name of the file in the folder of the parts.</param>
/// <param name="FirstRow">The index of its first row among all rows, from 0.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Bytes">The length of the file in bytes.</param>
/// <param name="Sha256">The SHA-256 of the file.</param>
internal sealed record ListedPart(string File, long FirstRow, long Rows, long Bytes, string Sha256);

/// <summary>
/// The record of a finished shard. It is written after the part, so a part with a record is complete.
/// </summary>
/// <param name="FormatVersion">The format version, 1.</param>
/// <param name="Command">The verb with its options, except those for the input and the output.</param>
/// <param name="ModelSha256">The SHA-256 of the file SHA256SUMS in the model folder.</param>
/// <param name="PlanSha256">The SHA-256 of the plan, which has the lengths and times of the files.</param>
/// <param name="Shard">The number of the shard, from 1.</param>
/// <param name="ShardCount">The number of shards.</param>
/// <param name="FirstRow">The index of its first row among all rows, from 0.</param>
/// <param name="LastRow">
/// The index of its last row; one less than <paramref name="FirstRow"/> where it has no rows.
/// </param>
/// <param name="Rows">The number of rows that were read and written.</param>
/// <param name="Bytes">The length of the part in bytes, including the header.</param>
/// <param name="HeaderBytes">The length of the header line in bytes; 0 for Parquet.</param>
/// <param name="Sha256">The SHA-256 of the part.</param>
internal sealed record PartRecord(
    int FormatVersion,
    string Command,
    string ModelSha256,
    string PlanSha256,
    int Shard,
    int ShardCount,
    long FirstRow,
    long LastRow,
    long Rows,
    long Bytes,
    int HeaderBytes,
    string Sha256
)
{
    /// <summary>The only format version.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Gets whether the numbers agree with each other.</summary>
    [JsonIgnore]
    public bool IsConsistent => Rows >= 0 && HeaderBytes >= 0 && HeaderBytes <= Bytes;
}
