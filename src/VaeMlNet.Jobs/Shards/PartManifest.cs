namespace VaeMlNet.Jobs;

/// <summary>The parts of a finished job, for readers that take several files.</summary>
/// <param name="FormatVersion">1.</param>
/// <param name="Command">The verb and its options.</param>
/// <param name="ModelSha256">Of the model folder's SHA256SUMS.</param>
/// <param name="Rows">All rows.</param>
/// <param name="Parts">The parts, in the order of their rows; each has a header line of its own.</param>
internal sealed record PartManifest(
    int FormatVersion,
    string Command,
    string ModelSha256,
    long Rows,
    IReadOnlyList<ListedPart> Parts
);

/// <summary>One part of a finished job.</summary>
/// <param name="File">Its name in the folder of the parts.</param>
/// <param name="FirstRow">The place of its first row among all rows, from 0.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256.</param>
internal sealed record ListedPart(string File, long FirstRow, long Rows, long Bytes, string Sha256);
