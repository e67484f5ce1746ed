namespace VaeMlNet.Jobs;

/// <summary>A list of the parts of a finished job, for programs that read several files.</summary>
/// <param name="FormatVersion">The format version, 1.</param>
/// <param name="Command">The verb and its options.</param>
/// <param name="ModelSha256">The SHA-256 of the file SHA256SUMS in the model folder.</param>
/// <param name="Rows">The number of rows of all parts.</param>
/// <param name="Parts">The parts, in the order of their rows. Each part has its own header line.</param>
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
