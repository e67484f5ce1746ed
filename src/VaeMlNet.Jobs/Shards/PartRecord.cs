using System.Text.Json.Serialization;

namespace VaeMlNet.Jobs;

/// <summary>What was done for one shard; it is written after the part itself, so a part with a record is whole.</summary>
/// <param name="FormatVersion">1.</param>
/// <param name="Command">The verb with its options, except those that say where rows come from and go to.</param>
/// <param name="ModelSha256">Of the model folder's SHA256SUMS.</param>
/// <param name="Shard">The shard's number, from 1.</param>
/// <param name="ShardCount">How many shards there are.</param>
/// <param name="FirstRow">The place of its first row among all rows, from 0.</param>
/// <param name="LastRow">The place of its last row; one less than the first row's where it has none.</param>
/// <param name="Rows">Rows read and written.</param>
/// <param name="Bytes">Of the part, header included.</param>
/// <param name="HeaderBytes">Of its header line.</param>
/// <param name="Sha256">Of the part.</param>
internal sealed record PartRecord(
    int FormatVersion,
    string Command,
    string ModelSha256,
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
    /// <summary>The only version there is.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Gets whether the numbers fit each other.</summary>
    [JsonIgnore]
    public bool IsConsistent => Rows >= 0 && HeaderBytes >= 0 && HeaderBytes <= Bytes;
}
