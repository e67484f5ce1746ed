namespace VaeMlNet.Tooling;

/// <summary>Successive rows of a data file.</summary>
/// <param name="Path">The file.</param>
/// <param name="FirstRow">The place of the first row in the file, from 0.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Offset">Of the first row's first byte in the file.</param>
/// <param name="Bytes">From there to the end of the last row's line.</param>
internal sealed record FilePart(string Path, long FirstRow, long Rows, long Offset, long Bytes);
