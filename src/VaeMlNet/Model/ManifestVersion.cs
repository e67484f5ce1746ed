namespace VaeMlNet;

/// <summary>The format version of a manifest, which is read before the other members.</summary>
internal sealed record ManifestVersion
{
    public required int FormatVersion { get; init; }
}
