using System.Text.Json;

namespace VaeMlNet;

/// <summary>Reads manifest.json from bytes that nobody has vouched for.</summary>
internal static class ManifestJson
{
    public static JsonSerializerOptions Options { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = true,
            NewLine = "\n",
            RespectNullableAnnotations = true,
            AllowDuplicateProperties = false,
            MaxDepth = 16,
            TypeInfoResolver = ModelFolderJson.Default,
        };

    public static VaeManifest Parse(ReadOnlySpan<byte> utf8, string modelFolder)
    {
        try
        {
            // The version comes first: the members of a newer format may have other shapes.
            int version = JsonSerializer.Deserialize<ManifestVersion>(utf8, Options)?.FormatVersion ?? 0;
            if (version is < 1 or > VaeManifest.CurrentFormatVersion)
            {
                throw ModelFolderErrors.UnsupportedVersion(modelFolder, version);
            }
            VaeManifest manifest =
                JsonSerializer.Deserialize<VaeManifest>(utf8, Options)
                ?? throw new JsonException("It holds only null.");
            ManifestRules.Check(manifest, modelFolder);
            return manifest;
        }
        catch (JsonException e)
        {
            throw ModelFolderErrors.NoManifest(modelFolder, e);
        }
    }
}
