namespace VaeMlNet;

/// <summary>What a manifest of any version says first.</summary>
internal sealed record ManifestVersion
{
    public required int FormatVersion { get; init; }
}
