namespace VaeMlNet.Tooling;

/// <summary>Bytes of a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">Of the first byte.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct FileRange(string Path, long Offset, long Length);
