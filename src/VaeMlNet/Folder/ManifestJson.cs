using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VaeMlNet;

/// <summary>Reads and writes manifest.json. The bytes may come from anywhere.</summary>
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
            var version = JsonSerializer.Deserialize(utf8, TypeOf<ManifestVersion>(Options))?.FormatVersion ?? 0;
            if (version is < 1 or > VaeManifest.CurrentFormatVersion)
            {
                throw ModelFolderErrors.UnsupportedVersion(modelFolder, version);
            }

            var manifest =
                JsonSerializer.Deserialize(utf8, TypeOf<VaeManifest>(Options))
                ?? throw new JsonException("It contains only null.");
            ManifestRules.Check(manifest, modelFolder);
            return manifest;
        }
        catch (JsonException e)
        {
            throw ModelFolderErrors.NoManifest(modelFolder, e);
        }
    }

    /// <summary>Reads the file of a manifest.</summary>
    /// <exception cref="VaeModelException">
    /// The file is missing, is not a manifest, has a newer format version, or contradicts itself.
    /// </exception>
    public static VaeManifest Read(string path)
    {
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        try
        {
            return Parse(ModelFolderReader.Read(path, folder, ModelFolderFiles.Manifest), folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw e is FileNotFoundException && ModelFolder.IsCheckpoint(folder)
                ? ModelFolderErrors.Checkpoint(folder)
                : ModelFolderErrors.Unreadable(folder, Path.GetFileName(path), e);
        }
    }

    /// <summary>Returns a manifest as indented JSON with LF line ends.</summary>
    /// <exception cref="VaeModelException">The manifest contradicts itself, so that it could not be read again.</exception>
    public static byte[] ToBytes(VaeManifest manifest, string modelFolder)
    {
        ManifestRules.Check(manifest, modelFolder);
        return [.. JsonSerializer.SerializeToUtf8Bytes(manifest, TypeOf<VaeManifest>(Options)), (byte)'\n'];
    }

    /// <summary>Returns the generated code for a type, with options. Overloads without it use reflection, which compilation ahead of time does not allow.</summary>
    public static JsonTypeInfo<T> TypeOf<T>(JsonSerializerOptions options) =>
        (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    /// <summary>
    /// Counts the tokens before anything is allocated. A number or an empty text takes more memory than in the file.
    /// </summary>
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

/// <summary>
/// Serializes the JSON files of a model folder with code that the compiler generates. Reflection would take longer than all
/// other work of opening a folder.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ManifestVersion))]
[JsonSerializable(typeof(VaeManifest))]
[JsonSerializable(typeof(CalibrationScores))]
[JsonSerializable(typeof(DensityRatio))]
[JsonSerializable(typeof(TrainingHistory))]
internal sealed partial class ModelFolderJson : JsonSerializerContext;

/// <summary>The format version of a manifest, which is read before the other members.</summary>
internal sealed record ManifestVersion
{
    public required int FormatVersion { get; init; }
}
