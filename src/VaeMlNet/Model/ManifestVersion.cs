namespace VaeMlNet;

/// <summary>The format version, which is read before the rest of a manifest.</summary>
internal sealed record ManifestVersion
{
    public required int FormatVersion { get; init; }
}
