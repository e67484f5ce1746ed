using System.Text.Json;

namespace VaeMlNet;

/// <summary>Reads manifest.json. The bytes may come from anywhere.</summary>
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
            CheckTokens(utf8, ModelFolderLimits.MostManifestTokens);
            // Read the version first: a newer format can have other members.
            var version = JsonSerializer.Deserialize<ManifestVersion>(utf8, Options)?.FormatVersion ?? 0;
            if (version is < 1 or > VaeManifest.CurrentFormatVersion)
            {
                throw ModelFolderErrors.UnsupportedVersion(modelFolder, version);
            }

            var manifest =
                JsonSerializer.Deserialize<VaeManifest>(utf8, Options)
                ?? throw new JsonException("It contains only null.");
            ManifestRules.Check(manifest, modelFolder);
            return manifest;
        }
        catch (JsonException e)
        {
            throw ModelFolderErrors.NoManifest(modelFolder, e);
        }
    }

    /// <summary>
    /// Counts the tokens before anything is allocated. A number or an empty text takes more memory than in the file.
    /// </summary>
    /// <exception cref="JsonException">There are more tokens, or the bytes are not JSON.</exception>
    public static void CheckTokens(ReadOnlySpan<byte> utf8, int most)
    {
        var reader = new Utf8JsonReader(utf8, new() { MaxDepth = Options.MaxDepth });
        for (var tokens = 0; reader.Read(); tokens++)
        {
            if (tokens == most)
            {
                throw new JsonException($"It has more than {most:N0} numbers, texts, names and brackets.");
            }
        }
    }
}
