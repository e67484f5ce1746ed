namespace VaeMlNet.Tooling;

/// <summary>A range of bytes of a file.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Offset">The offset of the first byte.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct FileRange(string Path, long Offset, long Length);
