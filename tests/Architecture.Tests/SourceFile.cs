namespace VaeMlNet.Architecture.Tests;

/// <summary>A source file of a project.</summary>
/// <param name="Path">The path relative to the repository, with slashes.</param>
/// <param name="Folder">The first-level folder of the project, or <see cref="TopFloor"/>.</param>
/// <param name="Text">The contents of the file.</param>
internal sealed record SourceFile(string Path, string Folder, string Text)
{
    /// <summary>The folder of files that lie directly in the project folder.</summary>
    public const string TopFloor = "(project folder)";

    /// <summary>Gets whether another folder contains the file, which the project only links.</summary>
    public bool IsLinked { get; init; }
}
