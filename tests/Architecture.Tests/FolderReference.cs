namespace VaeMlNet.Architecture.Tests;

/// <summary>A line of a type in one folder that uses a type of another folder.</summary>
internal sealed record FolderReference(string From, string To, string FromType, string ToType, string File, int Line);
