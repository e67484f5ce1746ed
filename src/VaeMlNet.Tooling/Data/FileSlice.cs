namespace VaeMlNet.Tooling;

/// <summary>Consecutive rows of a data file.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="FirstRow">The index of the first row in the file, from 0.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Offset">The byte offset of the first row in the file.</param>
/// <param name="Bytes">The number of bytes up to the end of the last row's line.</param>
internal sealed record FileSlice(string Path, long FirstRow, long Rows, long Offset, long Bytes);
