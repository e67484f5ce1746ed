namespace VaeMlNet.Architecture.Tests;

/// <summary>All lines in which one folder uses another one.</summary>
internal sealed record FolderArrow(string From, string To, IReadOnlyList<FolderReference> References);
